using Org.BouncyCastle.Crypto;
using Org.BouncyCastle.Crypto.Macs;
using Org.BouncyCastle.Crypto.Parameters;

namespace Tsms.VirtualCard.Api.Crypto;

/// <summary>A running message authentication code.</summary>
internal interface ICardMac : IDisposable
{
    /// <summary>Bytes of the MAC.</summary>
    int Length { get; }

    /// <summary>Eighths of a byte code that a byte of the message costs.</summary>
    int PerByte { get; }

    /// <summary>Takes a part of the message.</summary>
    void Update(ReadOnlySpan<byte> message);

    /// <summary>Writes the MAC; the object is used up.</summary>
    /// <exception cref="CardCryptoException">IllegalUse: the message is not whole blocks where it must be.</exception>
    void Finish(Span<byte> mac);
}

/// <summary>HMAC (FIPS 198-1) over any digest.</summary>
internal sealed class HmacStream : ICardMac
{
    private readonly HMac _mac;

    public HmacStream(DigestAlgorithm digest, ReadOnlySpan<byte> key)
    {
        _mac = new HMac(CardDigest.Create(digest));
        _mac.Init(new KeyParameter(key));
        PerByte = CryptoCost.PerByte(digest);
    }

    public int Length => _mac.GetMacSize();

    public int PerByte { get; }

    public void Update(ReadOnlySpan<byte> message) => _mac.BlockUpdate(message);

    public void Finish(Span<byte> mac) => _mac.DoFinal(mac);

    public void Dispose() => _mac.Reset();
}

/// <summary>CMAC (NIST SP 800-38B) over AES.</summary>
internal sealed class CmacStream : ICardMac
{
    private readonly CMac _mac = new(AesUtilities.CreateEngine());

    public CmacStream(ReadOnlySpan<byte> key) => _mac.Init(new KeyParameter(key));

    public int Length => 16;

    public int PerByte => CryptoCost.PerByte(BlockAlgorithm.Aes, 16);

    public void Update(ReadOnlySpan<byte> message) => _mac.BlockUpdate(message);

    public void Finish(Span<byte> mac) => _mac.DoFinal(mac);

    public void Dispose() => _mac.Reset();
}
