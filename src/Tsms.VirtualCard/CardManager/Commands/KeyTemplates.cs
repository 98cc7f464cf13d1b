using System.Buffers.Binary;
using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>
/// Keys on their way in by STORE DATA: 00B9 announces components, one data group for each of them follows at once and in the same order
/// (GP Card Specification 2.3.1, 11.11.4). Malformed is 6A80. Holds secrets until the keys are taken.
/// </summary>
internal sealed class KeyTemplates
{
    private readonly Queue<Announced> _due = new();
    private readonly List<CardKey> _keys = [];
    private readonly List<KeyComponent> _parts = [];
    private Announced? _open;

    /// <summary>True while a data group for a component is due.</summary>
    public bool IsWaiting => _due.Count > 0;

    /// <summary>Reads the value of 00B9.</summary>
    public void Announce(ReadOnlyMemory<byte> value)
    {
        foreach (var template in Tlvs(value))
        {
            Demand(template.Tag == KeyLoading.ControlReferenceTemplate, StatusWord.WrongData, $"00B9 holds B9, not {template.Tag}");
            var announced = Read(Tlvs(template.Value));

            // The reference to a curve comes inside the template, not in a data group of its own.
            _due.Enqueue(announced);
            if (announced.Reference is not null && _due.Count == 1)
            {
                TakeReferences();
            }
        }
    }

    /// <summary>Takes the data group of the component that is due.</summary>
    /// <param name="dgi">Those from 8112 on are enciphered; the others are clear.</param>
    /// <param name="value">Its value.</param>
    /// <param name="dek">Data encryption key of the session; null without one.</param>
    public void Take(ushort dgi, ReadOnlySpan<byte> value, CardKey? dek)
    {
        Demand(_due.TryPeek(out var next) && dgi == DgiOf(next.Type), StatusWord.WrongData, $"the data group {dgi:X4} comes without a template in 00B9");
        _due.Dequeue();
        if (IsSecret(next.Type))
        {
            Demand(dek is not null, StatusWord.ConditionsNotSatisfied, "keys need a session with a data encryption key");
        }

        if (next.Type == KeyType.Aes)
        {
            Close();
            _keys.Add(KeyChange.Decipher(dek!, next.Version!.Value, next.Id!.Value, next.Length, value, next.CheckValue.Span, next.Usage, next.Access));
        }
        else
        {
            Begin(next);
            Demand(IsSecret(next.Type) || next.Length == 0 || value.Length == next.Length, StatusWord.WrongData,
                $"the component {(byte)next.Type:X2} has {value.Length} bytes, its template said {next.Length}");
            _parts.Add(IsSecret(next.Type) ? KeyChange.DecipherComponent(dek!, next.Type, next.Length, value) : new KeyComponent(next.Type, value));
        }

        TakeReferences();
    }

    /// <summary>All keys; nothing may be due any more.</summary>
    public IReadOnlyList<CardKey> Finish()
    {
        Demand(_due.Count == 0, StatusWord.WrongData, $"{_due.Count} keys of 00B9 did not come");
        Close();
        return _keys;
    }

    /// <summary>Zeroes what came.</summary>
    public void Zero()
    {
        _keys.ForEach(k => k.Dispose());
        _parts.ForEach(p => p.Dispose());
    }

    private void TakeReferences()
    {
        while (_due.TryPeek(out var next) && next.Reference is { } reference)
        {
            _due.Dequeue();
            Demand(_open is not null, StatusWord.WrongData, "a key parameter reference belongs to a key");
            _parts.Add(new KeyComponent(KeyType.EcParameterReference, reference.Span));
        }
    }

    /// <summary>A component with another version or identifier begins another key; one without both goes with the key before.</summary>
    private void Begin(Announced next)
    {
        if (next.Id is null || (_open is { } open && open.Id == next.Id && open.Version == next.Version))
        {
            Demand(_open is not null, StatusWord.WrongData, $"the component {(byte)next.Type:X2} belongs to no key");
            Demand(next.Id is null || next.Usage == _open.Value.Usage, StatusWord.WrongData, "the components of one key have different usages (11.11.4)");
            return;
        }

        Close();
        _open = next;
    }

    private void Close()
    {
        if (_open is { } open)
        {
            var key = new CardKey(open.Version!.Value, open.Id!.Value, _parts.ToImmutableArray(), open.Usage, open.Access);
            _parts.Clear();
            _open = null;
            _keys.Add(key);
            KeyChange.DemandWhole(key);
        }
    }

    private static Announced Read(IReadOnlyList<BerTlv> parts)
    {
        var type = (KeyType)One(parts, KeyLoading.KeyType);
        if (type == KeyType.EcParameterReference)
        {
            var reference = Find(parts, 0x85);
            Demand(reference.Length is 1 or 2, StatusWord.WrongData, "a key parameter reference (85) has 1 or 2 bytes");
            return new Announced(type, null, null, 0, default, 0, null, reference);
        }

        Demand(DgiOf(type) != 0, StatusWord.WrongData, $"key type {(byte)type:X2} is not supported");
        var length = Find(parts, KeyLoading.KeyLength);
        Demand(length.Length is 1 or 2, StatusWord.WrongData, "a key length has 1 or 2 bytes");
        var bytes = length.Length == 1 ? length.Span[0] : BinaryPrimitives.ReadUInt16BigEndian(length.Span);
        if (type is >= KeyType.EcFieldP and <= KeyType.EcCofactor)
        {
            return new Announced(type, null, null, bytes, default, 0, null, null);
        }

        var usage = Find(parts, KeyLoading.KeyUsageQualifier);
        Demand(usage.Length is 1 or 2, StatusWord.WrongData, "a key template says what the key is for (95)");
        var version = One(parts, KeyLoading.KeyVersion);
        var id = One(parts, KeyLoading.KeyIdentifier);
        Demand(version is >= 1 and <= 0x7F && id <= 0x7F, StatusWord.WrongData, "a key version number is 01 to 7F, an identifier 00 to 7F");
        var check = Find(parts, KeyLoading.KeyCheckValue);
        Demand(type != KeyType.Aes || check.Length == KeyLoading.KeyCheckValueLength, StatusWord.WrongData, "a key check value has 3 bytes");
        var access = Find(parts, KeyLoading.KeyAccess);
        Demand(access.Length <= 1, StatusWord.WrongData, "key access has one byte");
        return new Announced(type, version, id, bytes, check, usage.Span[0], access.IsEmpty ? null : access.Span[0], null);
    }

    private static bool IsSecret(KeyType type) => type is KeyType.Aes or KeyType.EcPrivate or (>= KeyType.RsaPrivateExponent and <= KeyType.RsaExponentQ);

    /// <summary>The data group that carries a component (11.11.4.1 to 11.11.4.2.2); 0: none does.</summary>
    private static ushort DgiOf(KeyType type) => type switch
    {
        KeyType.Aes => KeyLoading.SecretKeyDgi,
        KeyType.RsaModulus => 0x0010,
        KeyType.RsaPublicExponent => 0x0011,
        KeyType.RsaPrivateExponent => 0x8112,
        KeyType.RsaInverseQ => 0x8121,
        KeyType.RsaExponentQ => 0x8122,
        KeyType.RsaExponentP => 0x8123,
        KeyType.RsaPrimeQ => 0x8124,
        KeyType.RsaPrimeP => 0x8125,
        KeyType.EcPublic => 0x0036,
        KeyType.EcPrivate => 0x8137,
        KeyType.EcFieldP => 0x0030,
        KeyType.EcCoefficientA => 0x0031,
        KeyType.EcCoefficientB => 0x0032,
        KeyType.EcGenerator => 0x0033,
        KeyType.EcOrder => 0x0034,
        KeyType.EcCofactor => 0x0035,
        _ => 0,
    };

    private static byte One(IReadOnlyList<BerTlv> parts, BerTag tag)
    {
        var value = Find(parts, tag);
        Demand(value.Length == 1, StatusWord.WrongData, $"{tag} of a key template has one byte");
        return value.Span[0];
    }

    private static ReadOnlyMemory<byte> Find(IReadOnlyList<BerTlv> parts, BerTag tag) => parts.FirstOrDefault(p => p.Tag == tag).Value;

    private static IReadOnlyList<BerTlv> Tlvs(ReadOnlyMemory<byte> value)
    {
        Demand(BerTlvReader.TryReadAll(value, out var tlvs, out var status, out var offset) && tlvs.Count > 0, StatusWord.WrongData,
            $"00B9 is no BER-TLV at offset {offset}: {status}");
        return tlvs;
    }

    private readonly record struct Announced(
        KeyType Type, byte? Version, byte? Id, int Length, ReadOnlyMemory<byte> CheckValue, byte Usage, byte? Access, ReadOnlyMemory<byte>? Reference);
}
