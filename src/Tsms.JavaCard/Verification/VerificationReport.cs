using System.Collections.Immutable;

namespace Tsms.JavaCard.Verification;

/// <summary>What verification found. Immutable.</summary>
/// <param name="Findings">Everything that is wrong; in a method the first thing only, since what follows would be guessed.</param>
public sealed record VerificationReport(ImmutableArray<VerificationFinding> Findings)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsValid => Findings.IsEmpty;
}

/// <summary>A broken rule and its place.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Component">Name of the component as in JCVM table 6-2.</param>
/// <param name="Method">
/// The method, when one is meant: <c>Class.name</c> where the Debug component tells it, else class offset, token and place, as
/// <c>class@12 method 7 @40</c>. Null for what concerns no method.
/// </param>
/// <param name="Offset">Byte offset in the component, its tag byte being 0; -1 when the component as a whole is meant.</param>
/// <param name="Section">Section of JCVM 3.0.5, or 3.1 for what came with it, that states the rule.</param>
/// <param name="Message">What is wrong.</param>
public sealed record VerificationFinding(VerificationRule Rule, string Component, string? Method, int Offset, string Section, string Message)
{
    /// <summary>One line for people.</summary>
    public override string ToString() =>
        $"{Component}{(Method is null ? "" : $" {Method}")}{(Offset < 0 ? "" : $" at byte {Offset}")}: {Message} ({Rule}, JCVM {Section})";
}
