using Tsms.Cli.Cards;
using Tsms.Cli.Cards.Keys;
using Tsms.SmartCard.Transports.Vpcd;
using Tsms.VirtualCard.Profiles;

namespace Tsms.Cli.Demo;

/// <summary>Which card the demo's phone has.</summary>
/// <param name="Profile">Product that a virtual card plays.</param>
internal sealed record DemoCardChoice(CardProfile Profile)
{
    /// <summary>Plug the virtual card into this vpcd, so that the phone's reader is a PC/SC reader; null: the card stays in the process.</summary>
    public VpcdOptions? Vpcd { get; init; }

    /// <summary>Take the card in this PC/SC reader instead of a virtual one of the demo's own; null: make one.</summary>
    public string? Reader { get; init; }

    /// <summary>With <see cref="Reader"/>: keys of the card's issuer security domain.</summary>
    public GivenKeys? Keys { get; init; }

    /// <summary>Where the conversation is written down; null: nowhere.</summary>
    public TraceFile? Trace { get; init; }

    /// <summary>The card and where it is, for people.</summary>
    public string Words => Reader is not null ? $"the card in reader '{Reader}'"
        : Vpcd is not null ? $"a virtual secure component ({Profile.Name}) in a PC/SC reader" : $"a virtual secure component ({Profile.Name})";
}
