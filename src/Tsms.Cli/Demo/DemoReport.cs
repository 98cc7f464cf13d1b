using Tsms.Cli.Cards;

namespace Tsms.Cli.Demo;

/// <summary>The document that <c>tsms demo --json</c> prints.</summary>
/// <param name="Ok">True when every step did what it says.</param>
/// <param name="Steps">The steps in order.</param>
/// <param name="Card">The card's content before, with the Service on it, and after.</param>
internal sealed record DemoReport(bool Ok, IReadOnlyList<DemoStep> Steps, DemoCardReport Card);

/// <summary>One step of the story.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Ok">Did it work?</param>
/// <param name="Milliseconds">How long it took.</param>
/// <param name="Exchanges">Orders that carried C-APDUs, with their reports.</param>
/// <param name="Requests">HTTP requests of the phone.</param>
/// <param name="Apdus">C-APDUs that the phone played.</param>
/// <param name="Bytes">Bytes of those C-APDUs and their R-APDUs.</param>
/// <param name="Detail">What came out, or what went wrong.</param>
internal sealed record DemoStep(string Name, bool Ok, long Milliseconds, int Exchanges, int Requests, int Apdus, long Bytes, string Detail);

/// <summary>The card and three looks at it; null where the story did not get that far.</summary>
/// <param name="Profile">Name of the secure component profile that the TSM knows it as.</param>
/// <param name="Reader">Name of the PC/SC reader that it is in; null for a card in the process.</param>
/// <param name="Before">Before the story.</param>
/// <param name="During">With the Service on it.</param>
/// <param name="After">At the end.</param>
internal sealed record DemoCardReport(string? Profile, string? Reader, CardContent? Before, CardContent? During, CardContent? After);
