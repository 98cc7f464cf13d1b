using System.Buffers.Binary;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager;

/// <summary>A token as it came with a command.</summary>
/// <param name="Value">The signature; empty: none came.</param>
/// <param name="Signed">What it is a signature of (GP Card Specification 2.3.1, C.4).</param>
/// <param name="Template">Value of the control reference template B6; empty: none came.</param>
internal readonly record struct Token(ReadOnlyMemory<byte> Value, ReadOnlyMemory<byte> Signed, ReadOnlyMemory<byte> Template)
{
    /// <summary>P1 P2, the length of the data before the token (one byte, above 255 three), those data (tables C-4 to C-10).</summary>
    public static byte[] Message(CommandApdu command, ReadOnlySpan<byte> before)
    {
        byte[] length = before.Length <= CommandApdu.MaxShortData ? [(byte)before.Length] : [0, (byte)(before.Length >> 8), (byte)before.Length];
        return [command.P1, command.P2, .. length, .. before];
    }
}

/// <summary>Delegated management: tokens that permit and receipts that confirm (GP Card Specification 2.3.1, 9.1.3, C.4 and C.5).</summary>
internal static class Delegation
{
    // Usage qualifiers, alone and together with others (11.1.9), and the key versions of GP UICC Configuration 1.0.1 for keys that tell no usage.
    private static ReadOnlySpan<byte> TokenUsages => [KeyUsage.Token, 0x83, 0x87];

    private static ReadOnlySpan<byte> TokenVersions => [0x70];

    private static ReadOnlySpan<byte> ReceiptUsages => [KeyUsage.Receipt, 0x43];

    private static ReadOnlySpan<byte> ReceiptVersions => [0x71];

    /// <summary>
    /// Checks the token of a command and returns the domain that has permitted it: the one that verified the token, or the acting domain where none is needed.
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="isNeeded">What <see cref="Acceptance.Demand"/> said.</param>
    /// <param name="token">What came.</param>
    /// <exception cref="CardFault">6985: one is missing, or came and is not needed, or nobody can verify it; 6982: it is wrong.</exception>
    public static ApplicationEntry Authorize(CommandContext context, bool isNeeded, Token token)
    {
        if (!isNeeded)
        {
            Demand(token.Value.IsEmpty, StatusWord.ConditionsNotSatisfied, "a token came, but the domain needs none (11.5.2.3)");
            return context.Domain;
        }

        Demand(!token.Value.IsEmpty, StatusWord.ConditionsNotSatisfied, "delegated management needs a token");
        var verifier = context.Registry.InHierarchy(context.Domain, Privileges.TokenManagement);
        var key = verifier is { IsLocked: false } ? KeyFor(verifier, TokenUsages, TokenVersions) : null;
        Demand(verifier is not null && key is not null, StatusWord.ConditionsNotSatisfied, "no security domain above has a key to verify tokens");
        DemandAddressed(verifier, token.Template);
        Demand(KeySignature.Verify(key, token.Signed.Span, token.Value.Span), StatusWord.SecurityStatusNotSatisfied, $"{verifier.Aid} finds the token wrong");
        return verifier;
    }

    /// <summary>
    /// The answer to a command of delegated management, and the registry with the counter that the confirmation has used. A domain that makes receipts but has no
    /// key for them, or is LOCKED (5.3.2.4), makes none: the issuer's policy here (C.5 leaves it open).
    /// </summary>
    /// <param name="context">The command.</param>
    /// <param name="delegated">True when a token permitted it.</param>
    /// <param name="next">The registry after the command.</param>
    /// <param name="template">Value of B6, for the token's identifier.</param>
    /// <param name="data">What the receipt says after the confirmation data (tables C-11 to C-16).</param>
    /// <exception cref="CardFault">6985: the counter is at its end.</exception>
    public static (ReadOnlyMemory<byte> Answer, CardRegistry Registry) Confirm(
        CommandContext context, bool delegated, CardRegistry next, ReadOnlyMemory<byte> template, ReadOnlySpan<byte> data)
    {
        var domain = delegated ? context.Registry.InHierarchy(context.Domain, Privileges.ReceiptGeneration) : null;
        var entry = domain is null ? null : next.FindDomain(domain.Aid);
        if (entry is null or { IsLocked: true } || KeyFor(entry, ReceiptUsages, ReceiptVersions) is not { } key)
        {
            return (Outcome.NoConfirmation, next);
        }

        var counter = entry.SecurityDomain!.Confirmations;
        Demand(counter < ushort.MaxValue, StatusWord.ConditionsNotSatisfied, $"the confirmation counter of {entry.Aid} is at its end");
        var confirmation = ConfirmationData(entry, counter, template);
        if (KeySignature.Sign(key, [.. confirmation, .. data], context.Random) is not { } receipt)
        {
            return (Outcome.NoConfirmation, next);
        }

        byte[] whole = [.. Length(receipt.Length), .. receipt, .. confirmation];
        var counted = entry with { SecurityDomain = entry.SecurityDomain with { Confirmations = counter + 1 } };
        return (new byte[][] { Length(whole.Length), whole }.SelectMany(b => b).ToArray(), next.With(counted));
    }

    /// <summary>A length byte and an AID, as receipts have them.</summary>
    public static byte[] Lv(Aid aid) => [(byte)aid.Length, .. aid.Span];

    /// <summary>A length as BER codes it, and bytes.</summary>
    public static byte[] Lv(ReadOnlySpan<byte> bytes) => [.. Length(bytes.Length), .. bytes];

    /// <summary>A domain's key for a purpose: by the usage that was told when it came, else by its version. Null: it has none.</summary>
    /// <param name="domain">The domain.</param>
    /// <param name="usages">Key usage qualifiers that mean the purpose.</param>
    /// <param name="versions">Versions that mean it when nothing was told.</param>
    public static CardKey? KeyFor(ApplicationEntry domain, ReadOnlySpan<byte> usages, ReadOnlySpan<byte> versions)
    {
        CardKey? byVersion = null;
        foreach (var key in domain.SecurityDomain!.Keys)
        {
            if (usages.Contains(key.Usage))
            {
                return key;
            }

            byVersion ??= key.Usage == 0 && versions.Contains(key.Version) ? key : null;
        }

        return byVersion;
    }

    /// <summary>Table 11-14: counter, data of the domain (values of 42 and 45), identifier of the token.</summary>
    private static byte[] ConfirmationData(ApplicationEntry domain, int counter, ReadOnlyMemory<byte> template)
    {
        var objects = domain.SecurityDomain!.DataObjects;
        byte[] unique = [.. objects.GetValueOrDefault(0x42u, []), .. objects.GetValueOrDefault(0x45u, [])];
        var count = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(count, (ushort)counter);
        var identifier = Part(template, 0x93);
        Demand(unique.Length <= byte.MaxValue, StatusWord.ConditionsNotSatisfied, "the domain's numbers are too long for a receipt");
        return [2, .. count, (byte)unique.Length, .. unique, .. identifier.IsEmpty ? [] : Lv(identifier.Span)];
    }

    /// <summary>A template that names the verifying domain by its numbers must name this one (table 11-23).</summary>
    private static void DemandAddressed(ApplicationEntry verifier, ReadOnlyMemory<byte> template)
    {
        foreach (var tag in new uint[] { 0x42, 0x45 })
        {
            var named = Part(template, tag);
            Demand(named.IsEmpty || verifier.SecurityDomain!.DataObjects.TryGetValue(tag, out var own) && own.AsSpan().SequenceEqual(named.Span),
                StatusWord.ConditionsNotSatisfied, $"the token is for a security domain with another {tag:X2} than {verifier.Aid}");
        }
    }

    private static ReadOnlyMemory<byte> Part(ReadOnlyMemory<byte> template, BerTag tag)
    {
        Demand(BerTlvReader.TryReadAll(template, out var parts, out _, out _), StatusWord.WrongData, "the template B6 is no BER-TLV");
        return parts.FirstOrDefault(p => p.Tag == tag).Value;
    }

    private static byte[] Length(int length) => length switch
    {
        < 0x80 => [(byte)length],
        <= 0xFF => [0x81, (byte)length],
        _ => [0x82, (byte)(length >> 8), (byte)length],
    };
}
