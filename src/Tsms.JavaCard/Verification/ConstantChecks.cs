namespace Tsms.JavaCard.Verification;

/// <summary>Constants that name nothing (JCVM 3.0.5, 6.8), used or not.</summary>
internal static class ConstantChecks
{
    public static void Check(CapFile cap, ConstantResolver constants, Findings findings)
    {
        for (var i = 0; i < constants.Count && !findings.IsFull; i++)
        {
            var entry = cap.ConstantPool.Entries[i];
            if (entry is { Tag: Components.ConstantPoolTag.ClassRef, Byte3: not 0 })
            {
                findings.Add(VerificationRule.Constant, "ConstantPool", 8 + (4 * i), "6.8.1", $"constant {i} ({entry}): the padding is not 0");
            }

            if (constants[i] is BrokenConstant broken)
            {
                findings.Add(
                    broken.Rule, "ConstantPool", 5 + (4 * i), broken.Rule == VerificationRule.ConstantType ? "6.14.4" : "6.8", $"constant {i} ({entry}): {broken.Reason}");
            }
        }
    }
}
