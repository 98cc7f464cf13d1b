using System.Security.Cryptography;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.CardManager;
using Tsms.VirtualCard.Images;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard;

/// <content>The image: all that a card is without power.</content>
public sealed partial class SecureComponent
{
    private const byte ImageVersion = 2;

    private static ReadOnlySpan<byte> ImageMagic => "TSMSCARD"u8;

    /// <summary>
    /// The card as bytes: profile, registry with keys in clear, runtime, random number generator. The same state gives the same bytes. What was under
    /// way
    /// when power was lost is taken back first. The caller owns the bytes and zeroes them.
    /// </summary>
    public byte[] Save()
    {
        if (_runtime.PersistentMemory.IsTorn)
        {
            _runtime.PersistentMemory.RollBackAll();
        }

        var writer = new ImageWriter();
        var runtime = _runtime.Save();
        writer.Byte(ImageVersion).Bytes(Profile.ToJson()).Bytes(_randomState);
        RegistryCodec.Write(writer, _os.Registry);
        writer.Bytes(runtime);
        var body = writer.ToArray();
        writer.Clear();
        byte[] image = [.. ImageMagic, .. body, .. SHA256.HashData(body)];
        CryptographicOperations.ZeroMemory(body);
        CryptographicOperations.ZeroMemory(runtime);
        return image;
    }

    /// <summary>SHA-256 over all that lasts but the random numbers: equal for cards that differ in nothing a host could ever see. For tests.</summary>
    internal string Fingerprint()
    {
        var writer = new ImageWriter();
        RegistryCodec.Write(writer, _os.Registry);
        writer.Bytes(_runtime.Save());
        return Convert.ToHexString(SHA256.HashData(writer.ToArray()));
    }

    /// <summary>Makes the card of an image. It has no power until <see cref="Reset"/>.</summary>
    /// <exception cref="FormatException">The bytes are no image, or a damaged one, or one of another version; the message says which.</exception>
    public static SecureComponent Restore(ReadOnlyMemory<byte> image)
    {
        var magic = ImageMagic.Length;
        if (image.Length < magic + SHA256.HashSizeInBytes || !image.Span.StartsWith(ImageMagic))
        {
            throw new FormatException($"These {image.Length} bytes are no card image: it begins with 'TSMSCARD'.");
        }

        var body = image[magic..^SHA256.HashSizeInBytes];
        if (!SHA256.HashData(body.Span).AsSpan().SequenceEqual(image.Span[^SHA256.HashSizeInBytes..]))
        {
            throw new FormatException("The card image is damaged: its SHA-256 is another. Take a copy of it, or make a new card.");
        }

        var reader = new ImageReader(body);
        var version = reader.Byte();
        if (version != ImageVersion)
        {
            throw new FormatException($"The card image has version {version}; this software reads version {ImageVersion}.");
        }

        var profile = CardProfile.Parse(reader.Bytes().Span);
        var state = reader.Bytes().ToArray();
        var registry = RegistryCodec.Read(reader);
        var runtime = reader.Bytes();
        if (state.Length != HmacDrbg.StateLength || !reader.AtEnd)
        {
            throw new FormatException("The card image is damaged: the random number generator has another state, or bytes are left over.");
        }

        var random = new HmacDrbg(state);
        try
        {
            return new SecureComponent(
                profile, registry, state, JavaCardRuntime.Restore(runtime.Span, MachineSetting.Limits(profile), MachineSetting.Library(profile), random), random);
        }
        catch (InvalidDataException e)
        {
            throw new FormatException(e.Message, e);
        }
        catch (CardFault e)
        {
            throw new FormatException($"The card image is damaged: {e.Reason}", e);
        }
    }
}
