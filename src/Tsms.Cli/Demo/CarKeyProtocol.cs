using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;

namespace Tsms.Cli.Demo;

/// <summary>The sample applet's protocol as the SP's app and its server play it (applets/CarKey/README.md).</summary>
internal static class CarKeyProtocol
{
    /// <summary>Reads the public key, has a challenge signed and verifies the signature off-card.</summary>
    /// <returns>What came out, for people.</returns>
    /// <exception cref="DemoException">The card refused, or the signature does not verify.</exception>
    public static async Task<string> ProveAsync(CardChannel channel, RandomNumberGenerator random, CancellationToken cancellationToken)
    {
        var point = await AskAsync(channel, new CommandApdu(0x80, 0x12, 0x00, 0x00, default, 256), "GET PUBLIC KEY", cancellationToken).ConfigureAwait(false);
        if (point.Length != 65 || point.Span[0] != 0x04)
        {
            throw new DemoException($"GET PUBLIC KEY answered {point.Length} bytes that are no uncompressed point.");
        }

        var challenge = new byte[32];
        random.GetBytes(challenge);
        var signature = await AskAsync(channel, new CommandApdu(0x80, 0x14, 0x00, 0x00, challenge, 256), "SIGN CHALLENGE", cancellationToken).ConfigureAwait(false);
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point.Slice(1, 32).ToArray(), Y = point.Slice(33, 32).ToArray() },
        });
        if (!key.VerifyData(challenge, signature.Span, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence))
        {
            throw new DemoException("The signature over the challenge does not verify under the applet's public key.");
        }

        return $"public key {Convert.ToHexString(point.Span[1..9])}…\nchallenge  {Convert.ToHexString(challenge.AsSpan(0, 8))}…\n"
            + $"signature  {Convert.ToHexString(signature.Span[..8])}… ({signature.Length} bytes, DER) verifies";
    }

    private static async Task<ReadOnlyMemory<byte>> AskAsync(CardChannel channel, CommandApdu command, string name, CancellationToken cancellationToken)
    {
        var answer = await channel.TransmitAsync(command.ToBytes(), cancellationToken).ConfigureAwait(false);
        return answer.Sw.IsSuccess ? answer.Data : throw new DemoException($"{name} was answered {answer.Sw}.");
    }
}
