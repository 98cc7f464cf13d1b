using System.Collections.Frozen;
using System.Collections.Immutable;
using System.Security.Cryptography;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.CardManager;

/// <summary>All that a command of a security domain depends on: its outcome is a function of this.</summary>
internal sealed record CommandContext
{
    /// <summary>The registry as it is.</summary>
    public required CardRegistry Registry { get; init; }

    /// <summary>The security domain that got the command.</summary>
    public required ApplicationEntry Domain { get; init; }

    /// <summary>What it remembers of this session.</summary>
    public required DomainSession Session { get; init; }

    /// <summary>The command, without secure messaging.</summary>
    public required CommandApdu Command { get; init; }

    /// <summary>True when a host has proven itself by a secure channel that is open.</summary>
    public required bool IsAuthenticated { get; init; }

    /// <summary>The level of the session; none without one.</summary>
    public SecurityLevel SecurityLevel { get; init; }

    /// <summary>The data encryption key of the session; null without one.</summary>
    public CardKey? Dek { get; init; }

    /// <summary>Applications selected on any channel, this one included.</summary>
    public FrozenSet<Aid> Selected { get; init; } = FrozenSet<Aid>.Empty;

    /// <summary>Memory before the command.</summary>
    public MemoryReport Memory { get; init; }

    /// <summary>What the product is like.</summary>
    public required CardProfile Profile { get; init; }

    /// <summary>The card's random numbers.</summary>
    public required RandomNumberGenerator Random { get; init; }

    /// <summary>Greatest number of plain bytes an answer may have.</summary>
    public int MaxResponseData { get; init; } = 256;

    /// <summary>Refuses a command outside a secure channel session.</summary>
    public void DemandAuthentication() => Demand(IsAuthenticated, StatusWord.SecurityStatusNotSatisfied,
        "the command needs a secure channel session");

    /// <summary>Refuses with a status word unless <paramref name="condition"/> holds.</summary>
    public static void Demand([System.Diagnostics.CodeAnalysis.DoesNotReturnIf(false)] bool condition, StatusWord sw, string reason)
    {
        if (!condition)
        {
            throw new CardFault(sw, reason);
        }
    }
}

/// <summary>What a command does: an answer, and what is to be changed in one step.</summary>
internal sealed record Outcome
{
    /// <summary>Answer data, plain.</summary>
    public ReadOnlyMemory<byte> Data { get; init; }

    /// <summary>Status word; success unless a warning.</summary>
    public StatusWord Sw { get; init; } = StatusWord.Success;

    /// <summary>The registry to commit; null: it stays.</summary>
    public CardRegistry? Registry { get; init; }

    /// <summary>What the domain remembers from now on; null: as before.</summary>
    public DomainSession? Session { get; init; }

    /// <summary>What the runtime has to do in the same atomic step.</summary>
    public ImmutableArray<RuntimeWork> Work { get; init; } = [];

    /// <summary>The byte 00 that INSTALL, LOAD and DELETE answer where no confirmation is made (GP Card Specification 2.3.1, 11.5.3.1).</summary>
    public static readonly ReadOnlyMemory<byte> NoConfirmation = new byte[] { 0 };
}

/// <summary>Something the Java Card runtime has to do.</summary>
internal abstract record RuntimeWork
{
    private RuntimeWork()
    {
    }

    /// <summary>Link a package.</summary>
    public sealed record Load(CapFile Package) : RuntimeWork;

    /// <summary>Remove a package.</summary>
    public sealed record Unload(Aid Package) : RuntimeWork;

    /// <summary>Make an applet; it may take no more memory than its quota.</summary>
    public sealed record Install(Aid Package, Aid Module, Aid Instance, ReadOnlyMemory<byte> Data, MemoryQuota Quota) : RuntimeWork;

    /// <summary>Remove an applet and its objects.</summary>
    public sealed record Uninstall(Aid Instance) : RuntimeWork;

    /// <summary>Forget the objects by which applets knew applications that are there no longer.</summary>
    public sealed record ForgetNames : RuntimeWork;

    /// <summary>Give an applet personalization data; its answer becomes the command's.</summary>
    public sealed record Personalize(Aid Instance, ReadOnlyMemory<byte> Command, bool MayAnswer) : RuntimeWork;
}
