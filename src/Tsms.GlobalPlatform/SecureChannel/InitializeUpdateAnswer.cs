using Tsms.SmartCard;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>The answer to INITIALIZE UPDATE of SCP03 (GP Amendment D 1.1.1, 7.1.1.1).</summary>
/// <param name="KeyDiversificationData">10 bytes from which a backend derives the card's static keys.</param>
/// <param name="KeyVersion">Version of the key set the card uses.</param>
/// <param name="Parameters">The parameter i.</param>
/// <param name="CardChallenge">8 bytes, 16 for S16.</param>
/// <param name="CardCryptogram">8 bytes, 16 for S16.</param>
/// <param name="SequenceCounter">The counter the card challenge is made of, 0 to FFFFFF; null with random challenges.</param>
public sealed record InitializeUpdateAnswer(
    ReadOnlyMemory<byte> KeyDiversificationData,
    byte KeyVersion,
    Scp03Parameters Parameters,
    ReadOnlyMemory<byte> CardChallenge,
    ReadOnlyMemory<byte> CardCryptogram,
    int? SequenceCounter)
{
    /// <summary>Bytes of the key diversification data.</summary>
    public const int DiversificationLength = 10;

    /// <summary>SCP identifier of SCP03.</summary>
    public const byte ProtocolIdentifier = 0x03;

    /// <summary>Reads a response APDU, status word included.</summary>
    /// <exception cref="SecureChannelException">The card refused, speaks another protocol, or the form is wrong.</exception>
    public static InitializeUpdateAnswer Parse(ReadOnlyMemory<byte> response)
    {
        if (!ResponseApdu.TryParse(response, out var answer))
        {
            throw new SecureChannelException(SecureChannelFailure.MalformedAnswer, $"The answer to INITIALIZE UPDATE has {response.Length} bytes and no status word.");
        }

        return Parse(answer);
    }

    /// <summary>Reads a response APDU.</summary>
    /// <exception cref="SecureChannelException">The card refused, speaks another protocol, or the form is wrong.</exception>
    public static InitializeUpdateAnswer Parse(ResponseApdu response)
    {
        ArgumentNullException.ThrowIfNull(response);
        if (!response.Sw.IsSuccess)
        {
            throw new SecureChannelException(SecureChannelFailure.Refused, Refusal(response.Sw));
        }

        // key diversification data (10) · key version (1) · SCP id (1) · i (1) · card challenge (8|16) · card cryptogram (8|16) · sequence counter (3, if pseudo-random)
        var data = response.Data;
        if (data.Length is < DiversificationLength + 2 or > DiversificationLength + 38)
        {
            throw Malformed($"has {data.Length} data bytes; those of SCP03 have 29 to 48");
        }

        var protocol = data.Span[DiversificationLength + 1];
        if (protocol != ProtocolIdentifier)
        {
            throw new SecureChannelException(
                SecureChannelFailure.OtherProtocol,
                $"The card opens SCP{protocol:X2} with key version {data.Span[DiversificationLength]:X2}, not SCP03: choose a key set with AES keys.");
        }

        if (data.Length < DiversificationLength + 3)
        {
            throw Malformed("ends before the parameter i at offset 12");
        }

        var parameters = new Scp03Parameters(data.Span[DiversificationLength + 2]);
        if (!parameters.IsValid)
        {
            throw Malformed($"has i={parameters.I:X2} at offset 12, which sets reserved bits");
        }

        var field = parameters.FieldLength;
        var expected = 13 + (2 * field) + (parameters.PseudoRandomChallenge ? 3 : 0);
        if (data.Length != expected)
        {
            throw Malformed($"has {data.Length} data bytes, but {parameters} asks for {expected}");
        }

        var counter = data.Span[(13 + (2 * field))..];
        return new(
            data[..DiversificationLength].ToArray(),
            data.Span[DiversificationLength],
            parameters,
            data.Slice(13, field).ToArray(),
            data.Slice(13 + field, field).ToArray(),
            parameters.PseudoRandomChallenge ? (counter[0] << 16) | (counter[1] << 8) | counter[2] : null);
    }

    /// <summary>The data bytes of the answer, without status word; what a card is expected to send when everything in it can be foreseen.</summary>
    public byte[] ToBytes() =>
    [
        .. KeyDiversificationData.Span, KeyVersion, ProtocolIdentifier, Parameters.I, .. CardChallenge.Span, .. CardCryptogram.Span,
        .. SequenceCounter is { } c ? (byte[])[(byte)(c >> 16), (byte)(c >> 8), (byte)c] : [],
    ];

    private static SecureChannelException Malformed(string what) => new(SecureChannelFailure.MalformedAnswer, $"The answer to INITIALIZE UPDATE {what}.");

    private static string Refusal(StatusWord sw) => $"The card refused INITIALIZE UPDATE with {sw}: " + sw.Value switch
    {
        0x6A88 => "it has no complete key set of this version. Look at its key information (GET DATA 00E0).",
        0x6985 => "the sequence counter of the key set is used up, or the security domain is not in a state for it. Replace the key set.",
        0x6982 or 0x6983 => "the key set is blocked after failed authentications.",
        0x6A81 or 0x6283 => "card or security domain is locked.",
        0x6A80 or 0x6700 => "it takes no host challenge of this length; S8 wants 8 bytes, S16 wants 16.",
        0x6D00 or 0x6E00 => "what is selected is no security domain.",
        _ => "see the card's documentation.",
    };
}
