using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>The U2F applet of Ledger (FIDO U2F Raw Message Formats 1.1): registration and authentication, both signatures checked on the host.</summary>
public sealed class U2fTests
{
    private const string Package = "A000000617004F97A2E95001";
    private static readonly byte[] Challenge = SHA256.HashData("challenge"u8);
    private static readonly byte[] Application = SHA256.HashData("https://example.org"u8);

    [Fact]
    public void Ledger_RegistersAndAuthenticates()
    {
        using var attestation = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        byte[] certificate = [.. Enumerable.Range(0, 300).Select(i => (byte)i)]; // the applet keeps any bytes

        // 01: no test of presence; length of the certificate; private attestation key
        var key = attestation.ExportParameters(includePrivateParameters: true).D!;
        using var card = PublicCard.With(PublicCapFolder.Find(Package), "01012C" + Convert.ToHexString(key));
        card.Tell("00010300", [.. Challenge, .. Application], "6982"); // the certificate is not there yet
        card.Tell("F0010000", certificate.AsSpan(0, 200));
        card.Tell("F00100C8", certificate.AsSpan(200));
        Assert.Equal("U2F_V2"u8.ToArray(), card.Ask("00030000"));

        var registration = Collect(card, card.Send($"0001030040{Convert.ToHexString(Challenge)}{Convert.ToHexString(Application)}00"));
        Assert.Equal(5, registration[0]);
        var point = registration[1..66];
        int handleLength = registration[66];
        var handle = registration[67..(67 + handleLength)];
        var rest = registration[(67 + handleLength)..];
        Assert.Equal(certificate, rest[..certificate.Length]);
        byte[] signed = [0, .. Application, .. Challenge, .. handle, .. point];
        Assert.True(attestation.VerifyData(signed, rest[certificate.Length..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));

        using var registered = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = point[1..33], Y = point[33..65] },
        });
        for (uint counter = 1; counter <= 3; counter++)
        {
            var answer = card.Ask("00020300", [.. Challenge, .. Application, (byte)handleLength, .. handle]);
            Assert.Equal(1, answer[0]);
            Assert.Equal(counter, BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(1)));
            signed = [.. Application, .. answer.AsSpan(0, 5), .. Challenge];
            Assert.True(registered.VerifyData(signed, answer[5..], HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        }

        card.Tell("00020700", [.. Challenge, .. Application, (byte)handleLength, .. handle], "6985"); // check only: the handle is ours
        handle[0] ^= 1;
        card.Tell("00020700", [.. Challenge, .. Application, (byte)handleLength, .. handle], "6A80");
    }

    private static byte[] Collect(PublicCard card, string answer)
    {
        var data = new List<byte>();
        for (; answer[^4..^2] == "61"; answer = card.Send("00C0000000"))
        {
            data.AddRange(Convert.FromHexString(answer[..^4]));
        }

        Assert.Equal("9000", answer[^4..]);
        return [.. data, .. Convert.FromHexString(answer[..^4])];
    }
}
