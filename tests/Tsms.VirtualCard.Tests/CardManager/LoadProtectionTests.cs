using System.Security.Cryptography;
using Tsms.SmartCard.Tlv;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>DAP blocks, mandated DAP verification and ciphered load files (GP Card Specification 2.3.1, 9.2, C.2, C.3 and C.6).</summary>
public sealed class LoadProtectionTests
{
    private const string Verifier = "F0545359530010";
    private static readonly byte[] Block = Story.LoadFile("CarKey");

    public static TheoryData<string> Kinds => ["AES-128", "AES-256", "RSA-1024", "RSA-2048", "P-256", "P-384", "brainpoolP256r1"];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Load_IntoDomainThatVerifiesDap_NeedsTheRightBlock(string kind)
    {
        using var card = Host.NewCard();
        var signer = TestSigner.Make(kind);
        var host = WithVerifier(card, "C08000", signer);
        var memory = card.Memory;
        var hash = SHA512.HashData(Block);
        Assert.Equal("6985", Load(host, hash, []));
        Assert.Equal("6985", Load(host, [], Dap(Verifier, signer.Sign(hash))));
        Assert.Equal("6982", Load(host, hash, Dap(Verifier, signer.Sign(SHA256.HashData(Block)))));
        Assert.Equal("6985", Load(host, hash, Dap(Story.Isd, signer.Sign(hash))));
        Assert.Equal("6985", Load(host, hash, Dap("F0545359530099", signer.Sign(hash))));
        Assert.Equal("6982", Load(host, hash, [.. Dap(Verifier, signer.Sign(hash)), .. Dap(Verifier, [1, 2, 3])]));
        Assert.Equal(memory, card.Memory);
        Assert.Equal("009000", Load(host, hash, Dap(Verifier, signer.Sign(hash))));
        Assert.Null(card.LastFault);
    }

    [Theory]
    [InlineData("RSA-1024", 20, "009000")]
    [InlineData("RSA-2048", 20, "6985")]
    [InlineData("P-256", 20, "6985")]
    [InlineData("P-256", 32, "009000")]
    [InlineData("P-384", 32, "6985")]
    [InlineData("P-384", 48, "009000")]
    public void Load_HashBesideADap_IsAsStrongAsTheSignature(string kind, int length, string expected)
    {
        using var card = Host.NewCard();
        var signer = TestSigner.Make(kind);
        var host = WithVerifier(card, "C08000", signer);
        var hash = length switch { 20 => SHA1.HashData(Block), 32 => SHA256.HashData(Block), _ => SHA384.HashData(Block) };
        Assert.Equal(expected, Load(host, hash, Dap(Verifier, signer.Sign(hash))));
    }

    [Fact]
    public void Load_OnCardWithMandatedDap_NeedsItsBlockWhereverItGoes()
    {
        using var card = Host.NewCard();
        var signer = TestSigner.Make("P-256");
        var host = WithVerifier(card, "C18000", signer);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        var hash = SHA256.HashData(Block);
        Assert.Equal("6985", Load(host, hash, [], ""));
        Assert.Equal("009000", Load(host, hash, Dap(Verifier, signer.Sign(hash)), ""));
    }

    [Fact]
    public void Load_IntoDomainThatWantsItCiphered_TakesNothingElse()
    {
        using var card = Host.NewCard();
        var key = Enumerable.Range(0x60, 16).Select(i => (byte)i).ToArray();
        var host = Domain(card, "808040", "80D80001", "75" + TestSigner.Part(0x88, [16, .. Host.Encipher(Story.TsmKeys, key)]) + "03" + Convert.ToHexString(Host.CheckValue(key)));
        using var aes = Aes.Create();
        aes.SetKey(key);
        byte[] padded = [.. Block, 0x80, .. new byte[15 - (Block.Length % 16)]];
        var icv = Enumerable.Repeat((byte)7, 16).ToArray();
        var hash = SHA256.HashData(Block);
        Assert.Equal("6985", Load(host, hash, []));
        Assert.Equal("6A80", Send(host, hash, BerTlvWriter.Encode(0xD4, padded)));
        Assert.Equal("6A80", Send(host, hash, [.. BerTlvWriter.Encode(0xD3, icv), .. BerTlvWriter.Encode(0xC4, Block)]));
        Assert.Equal("009000", Send(host, hash, [.. BerTlvWriter.Encode(0xD3, icv), .. BerTlvWriter.Encode(0xD4, aes.EncryptCbc(padded, icv, PaddingMode.None))]));
        Assert.Equal("009000", host.Send(Story.Delete(Story.CarKeyPackage)));
        Assert.Equal("009000", Send(host, hash, BerTlvWriter.Encode(0xD4, aes.EncryptCbc(padded, new byte[16], PaddingMode.None))));
    }

    [Fact]
    public void Load_CipheredIntoDomainThatWantsItClear_IsRefused()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd)));
        Assert.Equal("6A80", host.Send(Story.Blocks(BerTlvWriter.Encode(0xD4, new byte[32]))[0]));
    }

    [Fact]
    public void Extradite_LoadFileToDomainThatVerifiesDap_IsRefused()
    {
        using var card = Host.NewCard();
        var host = WithVerifier(card, "C08000", TestSigner.Make("P-256"));
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", Load(host, SHA256.HashData(Block), [], ""));
        Assert.Equal("6985", host.Send(Story.Apdu("80E61000", Story.Lv(Verifier) + "00" + Story.Lv(Story.CarKeyPackage) + "000000")));
    }

    [Fact]
    public void Load_256BlocksAndNoMore_AreTaken()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        var file = BerTlvWriter.Encode(0xC4, Block);
        var size = (file.Length + 255) / 256;
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd)));
        var blocks = Story.Blocks(file, size);
        Assert.True(blocks.Count > 200, $"{blocks.Count} blocks");
        Assert.All(blocks, b => Assert.Equal("009000", host.Send(b)));
    }

    [Fact]
    public void Load_InOneCommandOfExtendedLength_IsTaken()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd, Story.Hash("CarKey"))));
        Assert.Equal("009000", host.Send(DelegationTests.Apdu("80E88000", Convert.ToHexString(BerTlvWriter.Encode(0xC4, Block)))));
    }

    /// <summary>A domain with a key 73 that verifies, and a host in its session; it manages by authorization, so that it loads into itself.</summary>
    private static Host WithVerifier(SecureComponent card, string privileges, TestSigner signer) =>
        Domain(card, $"{privileges[..2]}C000", "80D80001", "73" + signer.PublicField(Story.TsmKeys));

    private static Host Domain(SecureComponent card, string privileges, string header, string putKey)
    {
        var host = new Host(card);
        Assert.Equal("9000", host.Open());
        var withManagement = $"{privileges[..2]}C0{privileges[4..]}";
        Assert.Equal("009000", host.Send(Story.InstallSd(Verifier, withManagement)));
        Assert.Equal("009000", host.Send(Story.ForPersonalization(Verifier)));
        Assert.Equal("9000", host.Send(Story.FirstKeys(Host.TestKeys, Story.TsmKeys)));
        host.Select(Verifier);
        Assert.Equal("9000", host.Open(key: Story.TsmKeys));
        Assert.EndsWith("9000", host.Send(DelegationTests.Apdu(header, putKey)), StringComparison.Ordinal);
        return host;
    }

    private static byte[] Dap(string domain, byte[] signature) =>
        new BerTlvWriter().Write(0xE2, w => w.Write(0x4F, Convert.FromHexString(domain)).Write(0xC3, signature)).ToArray();

    private static string Load(Host host, byte[] hash, byte[] head, string domain = Verifier) => Send(host, hash, [.. head, .. BerTlvWriter.Encode(0xC4, Block)], domain);

    private static string Send(Host host, byte[] hash, byte[] file, string domain = Verifier)
    {
        Assert.Equal("009000", host.Send(Story.ForLoad(Story.CarKeyPackage, domain, Convert.ToHexString(hash))));
        return Story.Blocks(file).Select(host.Send).FirstOrDefault(a => a != "009000") ?? "009000";
    }
}
