namespace Tsms.JavaCard.Verification;

/// <summary>Constants that name nothing (JCVM 3.0.5, 6.8), used or not.</summary>
internal static class ConstantChecks
{
    public static void Check(CapFile cap, ConstantResolver constants, Findings findings)
    {
        for (var i = 0; i < constants.Count && !findings.IsFull; i++)
        {
            if (constants[i] is BrokenConstant broken)
            {
                findings.Add(
                    broken.Rule, "ConstantPool", 5 + (4 * i), broken.Rule == VerificationRule.ConstantType ? "6.14.4" : "6.8", $"constant {i} ({cap.ConstantPool.Entries[i]}): {broken.Reason}");
            }
        }
    }
}
