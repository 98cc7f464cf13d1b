using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Cryptography;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.SecureChannel;

/// <summary>
/// A command as it goes over the wire, with the frozen state that verifies its answer: MAC chaining value and encryption counter as of this command.
/// </summary>
public sealed class WrappedCommand
{
    private readonly Scp03SessionKeys _keys;
    private readonly Scp03Parameters _parameters;
    private readonly SecurityLevel _level;
    private readonly byte[] _chaining;
    private readonly ulong _counter;
    private readonly bool _mustSucceed;

    internal WrappedCommand(
        ScriptCommand source, byte[] bytes, Scp03SessionKeys keys, Scp03Parameters parameters, SecurityLevel level, byte[] chaining, ulong counter, bool mustSucceed)
    {
        Source = source;
        Bytes = bytes;
        (_keys, _parameters, _level, _chaining, _counter, _mustSucceed) = (keys, parameters, level, chaining, counter, mustSucceed);
    }

    /// <summary>The plain command and what it is for.</summary>
    public ScriptCommand Source { get; }

    /// <summary>The command APDU to send.</summary>
    public ReadOnlyMemory<byte> Bytes { get; }

    /// <summary>
    /// Verifies the response APDU to this command (GP Amendment D 1.1.1, 6.2.5 and 6.2.7). May be called any number of times, in any order of
    /// commands.
    /// </summary>
    /// <param name="response">Data, R-MAC and status word; empty when no answer came.</param>
    /// <exception cref="ObjectDisposedException">The session is disposed of, its keys are gone.</exception>
    public AnswerVerdict VerifyResponse(ReadOnlyMemory<byte> response)
    {
        if (response.IsEmpty)
        {
            return new UnverifiableAnswer(UnverifiableReason.Missing, null);
        }

        if (!ResponseApdu.TryParse(response, out var answer))
        {
            return new UnverifiableAnswer(UnverifiableReason.Malformed, null);
        }

        var sw = answer.Sw;
        if (!sw.IsSuccess && (_mustSucceed || !sw.IsWarning))
        {
            return new RefusedAnswer(sw);
        }

        if (!_level.HasFlag(SecurityLevel.RMac))
        {
            return new UnprotectedAnswer(answer.Data, sw);
        }

        // data, enciphered or not · R-MAC (8|16) · SW1 SW2
        var length = _parameters.FieldLength;
        if (answer.Data.Length < length)
        {
            return new UnverifiableAnswer(answer.Data.IsEmpty ? UnverifiableReason.MacMissing : UnverifiableReason.Malformed, sw);
        }

        var data = answer.Data[..^length];
        var mac = AesCmac.Compute(_keys.Rmac, [.. _chaining, .. data.Span, sw.Sw1, sw.Sw2]);
        if (!CryptographicOperations.FixedTimeEquals(mac.AsSpan(0, length), answer.Data.Span[^length..]))
        {
            return new UnverifiableAnswer(UnverifiableReason.MacWrong, sw);
        }

        if (!_level.HasFlag(SecurityLevel.REncryption) || data.IsEmpty)
        {
            return new VerifiedAnswer(data, sw);
        }

        return Decipher(data.Span) is { } plain ? new VerifiedAnswer(plain, sw) : new UnverifiableAnswer(UnverifiableReason.Malformed, sw);
    }

    private byte[]? Decipher(ReadOnlySpan<byte> data)
    {
        if (data.Length % AesCmac.BlockLength != 0)
        {
            return null;
        }

        using var aes = Aes.Create();
        aes.SetKey(_keys.Enc);
        var padded = aes.DecryptCbc(data, Scp03Session.Icv(aes, _counter, answer: true), PaddingMode.None);
        var end = padded.AsSpan().LastIndexOfAnyExcept((byte)0);
        return end >= padded.Length - AesCmac.BlockLength && padded[end] == 0x80 ? padded[..end] : null;
    }
}
