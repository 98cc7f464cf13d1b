using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Verification;

/// <summary>
/// Verifies a CAP file: what its components say of each other (JCVM 3.0.5 chapter 6, 3.1 for format 2.3), and the types in each method (chapter 7).
/// A pure function of file and exports; it never runs code.
/// </summary>
public static class CapVerifier
{
    /// <summary>Verifies a file.</summary>
    /// <param name="cap">The file. It has been read, so that every offset in it points to something.</param>
    /// <param name="exports">What imported packages export; null for the packages of Java Card and GlobalPlatform.</param>
    /// <param name="limits">How much work is done at most; null for the default.</param>
    /// <returns>Everything that was found. A file without Descriptor component is never valid, since its types are not stated.</returns>
    public static VerificationReport Verify(CapFile cap, IExportLookup? exports = null, VerifierLimits? limits = null)
    {
        limits ??= VerifierLimits.Default;
        exports ??= ExportLookup.Api;
        var findings = new Findings(limits.MaxFindings);
        if (cap.Descriptor is null)
        {
            findings.Add(VerificationRule.MissingDescriptor, "Descriptor", -1, "6.14", "the file has no Descriptor component, so that its types cannot be verified");
            return findings.Report();
        }

        if (!ImportChecks.Check(cap, exports, findings))
        {
            return findings.Report();
        }

        var world = new TypeWorld(cap, exports);
        var constants = new ConstantResolver(cap, world);
        var layout = MethodChecks.Check(cap, world, findings);
        DescriptorChecks.Check(cap, world, findings);
        ClassChecks.Check(cap, world, constants, findings);
        FieldChecks.Check(cap, world, findings);
        ExportChecks.Check(cap, world, constants, findings);
        ConstantChecks.Check(cap, constants, findings);
        if (layout)
        {
            CodeChecks.Check(cap, world, constants, new WorkBudget(limits), findings);
        }

        return findings.Report();
    }

    /// <summary>Reads and verifies a file; what keeps it from being read is a finding.</summary>
    /// <param name="file">A JAR with one package, or a load file.</param>
    /// <param name="exports">What imported packages export; null for the packages of Java Card and GlobalPlatform.</param>
    /// <param name="limits">How much work is done at most; null for the default.</param>
    public static VerificationReport Verify(ReadOnlyMemory<byte> file, IExportLookup? exports = null, VerifierLimits? limits = null) =>
        CapFile.TryRead(file, out var cap, out var error)
            ? Verify(cap, exports, limits)
            : new VerificationReport([new VerificationFinding(VerificationRule.Format, error.Component, null, error.Offset, "6", error.Reason)]);
}
