using System.Collections.Immutable;

namespace Tsms.JavaCard.Verification;

/// <summary>Collects findings up to a limit.</summary>
internal sealed class Findings(int max)
{
    private readonly ImmutableArray<VerificationFinding>.Builder _all = ImmutableArray.CreateBuilder<VerificationFinding>();

    public bool IsFull => _all.Count >= max;

    public void Add(VerificationRule rule, string component, int offset, string section, string message, string? method = null)
    {
        if (!IsFull)
        {
            _all.Add(new VerificationFinding(rule, component, method, offset, section, message));
        }
    }

    public VerificationReport Report() => new(_all.ToImmutable());
}

/// <summary>Ends the verification of one method; never leaves the verifier.</summary>
internal sealed class MethodRefused(VerificationRule rule, int offset, string section, string message) : Exception(message)
{
    public VerificationRule Rule { get; } = rule;

    /// <summary>Offset into the method component block.</summary>
    public int Offset { get; } = offset;

    public string Section { get; } = section;
}
