using System.Security.Cryptography;
using System.Text.Json;
using Tsms.Cli.Cards;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.Keys;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Images;

namespace Tsms.Cli.Tests;

/// <summary>tsms card explore and why, and --trace, on virtual cards in image files.</summary>
public sealed class CardCommandTests : IDisposable
{
    private const string IssuerDomain = "A000000151000000";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("tsms-card-");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    private string Card => PathOf("my.card");

    [Fact]
    public async Task Explore_NewTestCard_ShowsTreeKeysMemoryAndRules()
    {
        await MakeTestCardAsync();
        var before = await File.ReadAllBytesAsync(Card, Cancel);

        var card = (await CliRun.DoneAsync("card", "explore", "--image", Card, "--json")).Json;

        Assert.Equal(IssuerDomain, card.GetProperty("issuerSecurityDomain").GetString());
        var root = card.GetProperty("root");
        Assert.Equal(IssuerDomain, root.GetProperty("aid").GetString());
        Assert.Contains("security domain", root.GetProperty("privileges").EnumerateArray().Select(p => p.GetString()));
        Assert.Equal(["30", "30", "30"], root.GetProperty("keys").EnumerateArray().Select(k => k.GetProperty("version").GetString()));
        Assert.All(root.GetProperty("keys").EnumerateArray(), k => Assert.Equal("AES 16 bytes", k.GetProperty("components")[0].GetString()));
        Assert.True(card.GetProperty("memory").GetProperty("freeNonVolatile").GetInt64() > 10_000);
        Assert.Equal("2.3.1", card.GetProperty("globalPlatformVersion").GetString());
        Assert.Equal(before, await File.ReadAllBytesAsync(Card, Cancel));
    }

    [Fact]
    public async Task Explore_ForPeople_DrawsTheTree()
    {
        await MakeTestCardAsync();

        var run = await CliRun.DoneAsync("card", "explore", "--image", Card);

        Assert.Contains($"issuer security domain {IssuerDomain}", run.Output, StringComparison.Ordinal);
        Assert.Contains("keys 30 AES 16 bytes (01 02 03)", run.Output, StringComparison.Ordinal);
        Assert.Contains("bytes persistent", run.Output, StringComparison.Ordinal);
        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.TrimEnd().Length, 0, 80));
    }

    [Fact]
    public async Task Explore_TerminatedCard_SaysSoAndAsksForNoKeys()
    {
        await MakeTestCardAsync();
        await AsIssuerAsync(async send => Assert.True((await send(CommandApdu.Parse(Convert.FromHexString("80F080FF")), Cancel)).Sw.IsSuccess));

        var run = await CliRun.DoneAsync("card", "explore", "--image", Card);
        Assert.Contains("cannot be selected, as on a card that is TERMINATED", run.Words, StringComparison.Ordinal);
        Assert.DoesNotContain("keys of its own", run.Words, StringComparison.Ordinal);
        Assert.Contains("Answer to reset", run.Words, StringComparison.Ordinal);
        var why = await CliRun.StartAsync("card", "why", "org.other.app", "F054534D530101", "--image", Card);
        Assert.Equal(1, why.ExitCode);
        Assert.Contains("6A81, as on a card that is locked or terminated", why.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_CardOfAnIssuer_NeedsTheIssuersKeysAndSaysSo()
    {
        var data = PathOf("issuer");
        await CliRun.DoneAsync("issuer", "card", "add", "--data", data, "--image", Card);

        var without = (await CliRun.DoneAsync("card", "explore", "--image", Card, "--json")).Json;
        Assert.Equal(JsonValueKind.Null, without.GetProperty("root").ValueKind);
        Assert.Contains(without.GetProperty("notes").EnumerateArray(), n => n.GetString()!.Contains("--issuer-data", StringComparison.Ordinal));
        var with = (await CliRun.DoneAsync("card", "explore", "--image", Card, "--issuer-data", data, "--json")).Json;
        Assert.Equal("30", with.GetProperty("root").GetProperty("keys")[0].GetProperty("version").GetString());
        var wrong = await CliRun.StartAsync("card", "explore", "--image", Card, "--test-keys");
        Assert.Equal(1, wrong.ExitCode);
        Assert.Contains("cryptogram", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_CardOfAnotherIssuer_IsToldWithExitCode1()
    {
        await MakeTestCardAsync();
        await CliRun.DoneAsync("issuer", "card", "add", "--data", PathOf("issuer"), "--image", PathOf("other.card"));

        var run = await CliRun.StartAsync("card", "explore", "--image", Card, "--issuer-data", PathOf("issuer"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("did not make this card", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explore_KeyFileAndTrace_LogsEverySecretByItsLength()
    {
        await MakeTestCardAsync();
        var (keys, trace) = (PathOf("keys.json"), PathOf("trace.log"));
        const string Key = "404142434445464748494A4B4C4D4E4F";
        await File.WriteAllTextAsync(keys, $$"""{ "version": "30", "enc": "{{Key}}", "mac": "{{Key}}", "dek": "{{Key}}" }""", Cancel);

        await CliRun.DoneAsync("card", "explore", "--image", Card, "--keys", keys, "--trace", trace);

        var log = await File.ReadAllTextAsync(trace, Cancel);
        Assert.Contains("EXTERNAL AUTHENTICATE level 33", log, StringComparison.Ordinal);
        Assert.Contains("GET STATUS", log, StringComparison.Ordinal);
        Assert.Contains("reset, answer to reset 3B", log, StringComparison.Ordinal);
        var authentication = log.Split('\n').Single(l => l.Contains("EXTERNAL AUTHENTICATE", StringComparison.Ordinal));
        Assert.Matches(@"82 33 00 Lc=\d+ <\d+ bytes>", authentication);
        Assert.DoesNotContain(Key, log, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public async Task Trace_OverAnotherFile_LeavesItAlone()
    {
        await MakeTestCardAsync();
        var before = await File.ReadAllBytesAsync(Card, Cancel);

        var explored = await CliRun.StartAsync("card", "explore", "--image", Card, "--trace", Card);
        var run = await CliRun.StartAsync("", ["card", "run", "--image", Card, "--trace", Card]);

        Assert.All([explored, run], r => Assert.Equal(2, r.ExitCode));
        Assert.All([explored, run], r => Assert.Contains("it is not overwritten", r.Error, StringComparison.Ordinal));
        Assert.Equal(before, await File.ReadAllBytesAsync(Card, Cancel));
        for (var i = 0; i < 2; i++)
        {
            await CliRun.DoneAsync("card", "explore", "--image", Card, "--trace", PathOf("a.log"));
        }
    }

    [Theory]
    [InlineData("is no JSON", "nonsense")]
    [InlineData("dek is missing", """{ "enc": "404142434445464748494A4B4C4D4E4F", "mac": "404142434445464748494A4B4C4D4E4F" }""")]
    [InlineData("'enc' is not 16, 24 or 32 bytes", """{ "enc": "4041" }""")]
    [InlineData("'enc' is not 16, 24 or 32 bytes", """{ "enc": "404142434445464748494A4B4C4D4E4G" }""")]
    [InlineData("version '80' is not 01 to 7F", """{ "version": "80" }""")]
    [InlineData("'kek' is unknown", """{ "kek": "404142434445464748494A4B4C4D4E4F" }""")]
    [InlineData("diversification 'x' is neither", """{ "diversification": "x" }""")]
    public async Task Explore_KeyFileThatIsNone_IsToldWithoutItsContent(string expected, string content)
    {
        await MakeTestCardAsync();
        await File.WriteAllTextAsync(PathOf("keys.json"), content, Cancel);

        var run = await CliRun.StartAsync("card", "explore", "--image", Card, "--keys", PathOf("keys.json"));

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("40414243", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_RuleThatNamesAnotherApp_DecidesAndIsExplained()
    {
        await MakeTestCardAsync();
        var named = Convert.ToHexString(SHA256.HashData("org.example.app"u8));
        var reference = Tlv("E1", Tlv("4F", "F054534D530101") + Tlv("C1", named));
        await AddRuleAsync(Tlv("E2", reference + Tlv("E3", "D00101D10100")));

        var denied = (await CliRun.DoneAsync("card", "why", "org.other.app", "F054534D530101", "--image", Card, "--json")).Json;
        Assert.False(denied.GetProperty("allowed").GetBoolean());
        Assert.Equal("6A82", denied.GetProperty("selectStatusWord").GetString());
        var rules = denied.GetProperty("rules").EnumerateArray().ToDictionary(r => r.GetProperty("rule").GetProperty("target").GetString()!);
        Assert.True(rules["F054534D530101"].GetProperty("decides").GetBoolean());
        Assert.Contains("names another app", rules["F054534D530101"].GetProperty("why").GetString(), StringComparison.Ordinal);
        Assert.Contains("not reached", rules["all applications"].GetProperty("why").GetString(), StringComparison.Ordinal);

        var words = (await CliRun.DoneAsync("card", "why", named, "F054534D530101", "--image", Card, "--apdu", "8012000000")).Words;
        Assert.Contains("may reach F054534D530101", words, StringComparison.Ordinal);
        Assert.Contains("The command is let through.", words, StringComparison.Ordinal);
        Assert.Contains("SELECT of F054534D530101 is answered 6A82", words, StringComparison.Ordinal);
        var phone = await CliRun.StartAsync("phone", "apdu", "--image", Card, "--aid", "F054534D530101", "--app", "org.other.app");
        Assert.Equal(1, phone.ExitCode);
        Assert.Contains("tsms card why org.other.app F054534D530101", phone.Error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("either --image FILE or --reader NAME", "explore")]
    [InlineData("no card image", "explore", "--image", "nowhere.card")]
    [InlineData("either --keys FILE or --test-keys", "explore", "--image", "x", "--keys", "y", "--test-keys")]
    [InlineData("--key-version goes with", "explore", "--image", "x", "--key-version", "30")]
    [InlineData("is not 01 to 7F", "explore", "--image", "x", "--test-keys", "--key-version", "99")]
    [InlineData("There is no issuer in", "explore", "--image", "{card}", "--issuer-data", "nowhere")]
    [InlineData("is not 5 to 16 bytes", "why", "app", "12", "--image", "x")]
    [InlineData("There is no file", "why", "app.pem", "F054534D530101", "--image", "x")]
    [InlineData("no command APDU", "why", "app", "F054534D530101", "--image", "x", "--apdu", "80")]
    [InlineData("its folder does not exist", "explore", "--image", "{card}", "--trace", "no/such/folder/t.log")]
    public async Task WrongUsage_IsToldWithExitCode2(string expected, params string[] arguments)
    {
        if (arguments.Contains("{card}"))
        {
            await MakeTestCardAsync();
        }

        var run = await CliRun.StartAsync(["card", .. arguments.Select(a => a.Replace("{card}", Card, StringComparison.Ordinal))]);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Run_ImageThatAnotherProcessHas_IsRefused()
    {
        await MakeTestCardAsync();
        var before = await File.ReadAllBytesAsync(Card, Cancel);
        using (new CardStore(Card).Hold())
        {
            var run = await CliRun.StartAsync("00A4040000\n", ["card", "run", "--image", Card]);
            Assert.Equal(1, run.ExitCode);
            Assert.Contains("in use by another process", run.Error, StringComparison.Ordinal);
            Assert.Empty(run.Output);
        }

        Assert.Equal(before, await File.ReadAllBytesAsync(Card, Cancel));
        Assert.Equal(0, (await CliRun.StartAsync("00A4040000\n", ["card", "run", "--image", Card])).ExitCode);
    }

    [Fact]
    public async Task StoredCard_ImageThatCannotBeWritten_IsMuteAndSaysWhy()
    {
        await MakeTestCardAsync();
        using var card = CardSource.OpenImage(new FileInfo(Card));
        card.Reset();
        var kept = await File.ReadAllBytesAsync(Card, Cancel);
        File.Move(Card, PathOf("other"));
        Directory.CreateDirectory(Card);

        var e = Assert.Throws<TransportException>(() => card.Process(Convert.FromHexString("8050000008010203040506070800")));

        Assert.Contains($"'{Card}'", e.Message, StringComparison.Ordinal);
        Assert.Contains("cannot be written", e.Message, StringComparison.Ordinal);
        Assert.Equal(kept, await File.ReadAllBytesAsync(PathOf("other"), Cancel));

        // With room again it answers, and what it answers is kept.
        Directory.Delete(Card);
        Assert.EndsWith("9000", Convert.ToHexString(card.Process(Convert.FromHexString("8050000008010203040506070800")).Span), StringComparison.Ordinal);
        Assert.NotEqual(kept, await File.ReadAllBytesAsync(Card, Cancel));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string PathOf(string name) => Path.Combine(_folder.FullName, name);

    private async Task MakeTestCardAsync() => Assert.Equal(0, (await CliRun.StartAsync("", ["card", "run", "--image", Card])).ExitCode);

    private static string Tlv(string tag, string value) => $"{tag}{value.Length / 2:X2}{value}";

    /// <summary>Puts a rule into the ARA-M as the issuer does: INSTALL [for personalization] and STORE DATA.</summary>
    private Task AddRuleAsync(string rule) => AsIssuerAsync(async send =>
    {
        Assert.True((await send(GpCommand.InstallForPersonalization(Aid.Parse("A00000015141434C00")), Cancel)).Sw.IsSuccess);
        Assert.True((await send(GpCommand.StoreDataBlock(Convert.FromHexString(Tlv("F0", rule)), StoreDataFormat.BerTlv, 0, last: true), Cancel)).Sw.IsSuccess);
    });

    /// <summary>Changes the image as the issuer does, in a session with the test keys.</summary>
    private async Task AsIssuerAsync(Func<CardTransmit, Task> change)
    {
        var store = new CardStore(Card);
        using var card = store.Load();
        card.Reset();
        CardTransmit plain = (command, _) => ValueTask.FromResult(ResponseApdu.Parse(card.Process(command.ToBytes())));
        Assert.True((await plain(GpCommand.Select(GpAid.IssuerSecurityDomain), Cancel)).Sw.IsSuccess);
        using var random = RandomNumberGenerator.Create();
        await using var keys = SoftwareKeyStore.CreateInMemory(random);
        byte[] key = [.. Enumerable.Range(0, 48).Select(i => (byte)(0x40 + (i % 16)))];
        await keys.ImportKeySetAsync(new KeySetReference("isd", 0x30), key, Diversification.None, testProfile: true, Cancel);
        var (session, send) = await SecureTransmit.OpenAsync(
            plain, (answer, cancel) => keys.GetScp03KeysAsync(new KeySetReference("isd", 0x30), answer.KeyDiversificationData, cancel), 0x30, null, new byte[8], Cancel);
        using (session)
        {
            await change(send);
        }

        card.PowerOff();
        store.Save(card);
    }
}
