using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>The code of all methods, and the places of constant pool indices in it (JCVM 3.0.5, 6.12).</summary>
internal static class CodeChecks
{
    public static void Check(CapFile cap, TypeWorld world, ConstantResolver constants, WorkBudget budget, Findings findings)
    {
        var names = cap.Debug?.Packages.SelectMany(p => p.Classes).SelectMany(c => c.Methods.Select(m => (m.Location, Name: $"{c.Name}.{m.Name}{m.Descriptor}")))
            .DistinctBy(m => m.Location).ToDictionary(m => m.Location, m => m.Name);
        for (var i = 0; i < cap.Method.Blocks.Length; i++)
        {
            var block = cap.Method.Blocks[i];
            var (bytes, byte2s) = (new List<int>(), new List<int>());
            var whole = true;
            foreach (var (owner, method) in constants.Methods.Values.Where(m => m.Method.Location.Block == i).OrderBy(m => m.Method.Location))
            {
                if (findings.IsFull)
                {
                    return;
                }

                try
                {
                    if (!method.IsAbstract)
                    {
                        var found = MethodVerifier.Verify(cap, world, constants, budget, owner, method);
                        bytes.AddRange(found.Bytes);
                        byte2s.AddRange(found.Byte2s);
                    }
                }
                catch (MethodRefused refused)
                {
                    whole = false;
                    var name = names?.GetValueOrDefault(method.Location) ?? $"{owner} method {method.Token} @{method.Location}";
                    findings.Add(refused.Rule, "Method", block.FileOffset + refused.Offset, refused.Section, refused.Message, name);
                }
            }

            if (whole)
            {
                var at = block.Handlers.Select((h, n) => (h.CatchTypeIndex, Offset: 7 + (8 * n))).Where(h => h.CatchTypeIndex != 0).Select(h => h.Offset);
                Locations(block, bytes, cap.ReferenceLocation.Blocks[i].ByteIndices, 1, findings);
                Locations(block, [.. at, .. byte2s], cap.ReferenceLocation.Blocks[i].Byte2Indices, 2, findings);
            }
        }
    }

    private static void Locations(MethodBlock block, List<int> found, IEnumerable<int> stated, int size, Findings findings)
    {
        var listed = stated.ToList();
        if (found.Except(listed).FirstOrDefault(-1) is var missing and >= 0)
        {
            findings.Add(
                VerificationRule.ReferenceLocation, "ReferenceLocation", -1, "6.12", $"the {size}-byte index at {missing} of the Method component (byte {block.FileOffset + missing}) is not listed");
        }

        if (listed.Except(found).FirstOrDefault(-1) is var extra and >= 0)
        {
            findings.Add(VerificationRule.ReferenceLocation, "ReferenceLocation", -1, "6.12", $"no {size}-byte index is at {extra} of the Method component");
        }
    }
}
