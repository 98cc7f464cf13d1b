using System.Security.Cryptography;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>The commands of the story as hexadecimal digits: a TSM's domain under the issuer's, a Service's under that, a package and an instance in it.</summary>
internal static class Story
{
    public const string Isd = "A000000151000000";
    public const string TsmSd = "F0545359530001";
    public const string ServiceSd = "F0545359530002";
    public const string SdPackage = "A0000001515350";
    public const string SdModule = "A000000151535041";
    public const string CarKeyPackage = "F054534D5301";
    public const string CarKeyModule = "F054534D530101";
    public const string CarKey = "F054534D53010101";
    public const string VaultPackage = "F054534D5302";
    public const string VaultModule = "F054534D530201";
    public const string Vault = "F054534D53020101";

    public static readonly byte[] TsmKeys = Convert.FromHexString("000102030405060708090A0B0C0D0E0F");
    public static readonly byte[] ServiceKeys = Convert.FromHexString("101112131415161718191A1B1C1D1E1F");

    public static string Lv(string hex) => $"{hex.Length / 2:X2}{hex}";

    public static string Apdu(string header, string data, string le = "00") => $"{header}{data.Length / 2:X2}{data}{le}";

    public static string InstallSd(string aid, string privileges, string p1 = "0C") =>
        Apdu($"80E6{p1}00", Lv(SdPackage) + Lv(SdModule) + Lv(aid) + Lv(privileges) + Lv("C900") + "00");

    public static string Install(string package, string module, string aid, string parameters = "C900", string p1 = "0C", string privileges = "000000") =>
        Apdu($"80E6{p1}00", Lv(package) + Lv(module) + Lv(aid) + Lv(privileges) + Lv(parameters) + "00");

    public static string ForLoad(string package, string domain, string hash = "", string parameters = "") =>
        Apdu("80E60200", Lv(package) + Lv(domain) + Lv(hash) + Lv(parameters) + "00");

    public static string ForPersonalization(string aid) => Apdu("80E62000", "0000" + Lv(aid) + "000000");

    public static string Delete(string aid, bool related = false) => Apdu(related ? "80E40080" : "80E40000", "4F" + Lv(aid));

    public static byte[] LoadFile(string applet) => TestFiles.Applet(applet).LoadFileDataBlock();

    public static string Hash(string applet) => Convert.ToHexString(TestFiles.Applet(applet).LoadFileHash(HashAlgorithmName.SHA256));

    /// <summary>LOAD commands for a load file data block, in blocks of 200 bytes.</summary>
    public static IReadOnlyList<string> Load(byte[] block) => Blocks(BerTlvWriter.Encode(0xC4, block));

    public static IReadOnlyList<string> Blocks(byte[] loadFile, int size = 200) =>
        [.. loadFile.Chunk(size).Select((chunk, i) => Apdu($"80E8{(i == (loadFile.Length - 1) / size ? "80" : "00")}{i:X2}", Convert.ToHexString(chunk)))];

    /// <summary>STORE DATA with the first keys of a domain, DGIs 00B9 and 8113.</summary>
    public static string FirstKeys(byte[] dek, byte[] keys, byte version = 0x30, byte[]? usages = null)
    {
        usages ??= [0x38, 0x34, 0xC8];
        var templates = new BerTlvWriter();
        var groups = new List<byte>();
        foreach (var (id, usage) in new (byte, byte)[] { (1, usages[0]), (2, usages[1]), (3, usages[2]) })
        {
            templates.Write(0xB9, w => w.Write(0x95, [usage]).Write(0x96, [0]).Write(0x80, [0x88]).Write(0x81, [(byte)keys.Length]).Write(0x82, [id]).Write(0x83, [version])
                .Write(0x84, Host.CheckValue(keys)));
            var enciphered = Host.Encipher(dek, keys);
            groups.AddRange([0x81, 0x13, (byte)enciphered.Length, .. enciphered]);
        }

        return Apdu("80E2A800", Convert.ToHexString([0x00, 0xB9, (byte)templates.Length, .. templates.ToArray(), .. groups]), "");
    }

    /// <summary>PUT KEY with three AES keys.</summary>
    public static string PutKeys(byte[] dek, byte[] keys, byte replaced, byte version)
    {
        List<byte> data = [version];
        for (var i = 0; i < 3; i++)
        {
            var enciphered = Host.Encipher(dek, keys);
            data.AddRange([0x88, (byte)(enciphered.Length + 1), (byte)keys.Length, .. enciphered, 3, .. Host.CheckValue(keys)]);
        }

        return Apdu($"80D8{replaced:X2}81", Convert.ToHexString([.. data]));
    }

    /// <summary>Opens the issuer's domain, makes the TSM's and gives it keys; then opens that, makes the Service's and gives it keys. Returns the host in the TSM's session.</summary>
    public static Host WithDomains(SecureComponent card)
    {
        var host = new Host(card);
        host.Select(Isd);
        Assert.Equal("9000", host.Open());
        Assert.Equal("009000", host.Send(InstallSd(TsmSd, "80C000")));
        Assert.Equal("009000", host.Send(ForPersonalization(TsmSd)));
        Assert.Equal("9000", host.Send(FirstKeys(Host.TestKeys, TsmKeys)));
        Tsm(host);
        Assert.Equal("009000", host.Send(InstallSd(ServiceSd, "808000")));
        Assert.Equal("009000", host.Send(ForPersonalization(ServiceSd)));
        Assert.Equal("9000", host.Send(FirstKeys(TsmKeys, ServiceKeys)));
        return host;
    }

    public static void Tsm(Host host)
    {
        host.Select(TsmSd);
        Assert.Equal("9000", host.Open(key: TsmKeys));
    }

    public static void LoadAll(Host host, string applet, string package, string domain)
    {
        Assert.Equal("009000", host.Send(ForLoad(package, domain, Hash(applet))));
        foreach (var load in Load(LoadFile(applet)))
        {
            Assert.Equal("009000", host.Send(load));
        }
    }
}
