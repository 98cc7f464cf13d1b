namespace Tsms.Cli.Tests;

/// <summary>tsms demo and tsms caps, from the outside.</summary>
public sealed class DemoTests
{
    [Fact]
    public async Task Demo_Json_TellsTheWholeStoryAndLeavesTheCardAsItWas()
    {
        var run = await CliRun.StartAsync("demo", "--json");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        Assert.True(run.Json.GetProperty("ok").GetBoolean());
        var steps = run.Json.GetProperty("steps").EnumerateArray().ToDictionary(s => s.GetProperty("name").GetString()!);
        Assert.Contains("verifies", steps["select F054534D530101 and have a challenge signed"].GetProperty("detail").GetString(), StringComparison.Ordinal);
        var card = run.Json.GetProperty("card");
        Assert.Equal(card.GetProperty("before").GetRawText(), card.GetProperty("after").GetRawText());
        Assert.Contains("F054534D5301", card.GetProperty("during").GetProperty("loadFiles").GetRawText(), StringComparison.Ordinal);
        Assert.Contains("F054534D530101", card.GetProperty("during").GetProperty("instances").GetRawText(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CarKey.cap")]
    [InlineData("Vault.cap")]
    public async Task Demo_FirstServiceOnACard_NeedsAtMost5ExchangesAnd8Requests(string cap)
    {
        var run = await CliRun.StartAsync("demo", "--json", "--cap", CliRun.AppletPath(cap));

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var cost = run.Json.GetProperty("steps").EnumerateArray().Where(s => s.GetProperty("name").GetString() is "create a service instance" or "deploy").ToList();
        Assert.Equal(2, cost.Count);
        Assert.InRange(cost.Sum(s => s.GetProperty("exchanges").GetInt32()), 1, 5);
        Assert.InRange(cost.Sum(s => s.GetProperty("requests").GetInt32()), 1, 8);
    }

    [Theory]
    [InlineData("jcop4-j3r180")]
    [InlineData("jcop3-j3h145")]
    [InlineData("secora-id-x")] // no INSTALL of all in one command
    [InlineData("smartcafe-7")] // a small transaction buffer
    [InlineData("euicc-scp03")] // its issuer's domain has a name of its own
    public async Task Demo_CardOfAnotherProduct_IsRecognisedByTheTsm(string profile)
    {
        var run = await CliRun.DoneAsync("demo", "--json", "--profile", profile);

        Assert.True(run.Json.GetProperty("ok").GetBoolean());
    }

    [Theory]
    [InlineData("uicc-sja2", "no production data (GET DATA 9F7F)")]
    [InlineData("uicc-sja5", "6F00")] // no elliptic curves: the applet's constructor throws
    [InlineData("euicc-comprion", "1016")] // Java Card 3.0.1
    [InlineData("cosmo-8.1", "no access rule application (ARA-M)")]
    public async Task Demo_ProductThatCannot_SaysWhy(string profile, string why)
    {
        var run = await CliRun.StartAsync("demo", "--profile", profile);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains(why, run.Output + run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_ForPeople_EndsWithTheVerdict()
    {
        var run = await CliRun.StartAsync("demo");

        Assert.Equal(0, run.ExitCode);
        Assert.EndsWith("Every step did what it says.", run.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("CarKey onto")] // while the servers start
    [InlineData("· upload")]
    [InlineData("· create")] // while the card is written
    public async Task Demo_Interrupted_LeavesNothingBehind(string step)
    {
        var temporary = Directory.CreateTempSubdirectory("tsms-tests-");
        try
        {
            var run = await CliRun.InterruptAsync(step, temporary.FullName, "demo");

            Assert.True(run.ExitCode == 1, $"{run.ExitCode}: {run.Output}{run.Error}");
            Assert.Contains("Cancelled.", run.Error, StringComparison.Ordinal);
            Assert.Empty(temporary.EnumerateDirectories("tsms-*"));
        }
        finally
        {
            temporary.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Demo_NoPlaceForTemporaryFiles_SaysWhatToDo()
    {
        var run = await CliRun.WithTemporaryAsync(Path.Combine(Path.GetTempPath(), "tsms-nowhere"), "demo");

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("TMPDIR", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Demo_FileLongerThanAnyCap_IsRefusedWithoutReadingIt()
    {
        var folder = Directory.CreateTempSubdirectory("tsms-tests-");
        try
        {
            var path = Path.Combine(folder.FullName, "long.cap");
            using (var file = File.Create(path))
            {
                file.SetLength(4L << 30); // sparse
            }

            var run = await CliRun.StartAsync("demo", "--cap", path);
            Assert.Equal(2, run.ExitCode);
            Assert.Contains("more than 8,388,608 bytes", run.Error, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Demo_InstallParameters_ReachTheApplet()
    {
        var run = await CliRun.StartAsync("demo", "--json", "--cap", CliRun.AppletPath("Vault.cap"), "--params", "F054534D530201=050A02");

        Assert.True(run.ExitCode == 0, run.Output + run.Error);
        var select = run.Json.GetProperty("steps").EnumerateArray().Single(s => s.GetProperty("name").GetString() == "select F054534D530201");
        Assert.StartsWith("answer 01000002050A", select.GetProperty("detail").GetString(), StringComparison.Ordinal); // version, no PIN; tries, records, bytes of a record
    }

    [Fact]
    public async Task Demo_AppletThatRefusesItsParameters_IsToldAndTheCardIsAsBefore()
    {
        var run = await CliRun.StartAsync("demo", "--json", "--cap", CliRun.AppletPath("Vault.cap"), "--params", "F054534D530201=00");

        Assert.Equal(1, run.ExitCode);
        Assert.False(run.Json.GetProperty("ok").GetBoolean());
        var failed = Assert.Single(run.Json.GetProperty("steps").EnumerateArray(), s => !s.GetProperty("ok").GetBoolean());
        Assert.Equal("deploy", failed.GetProperty("name").GetString());
        Assert.Contains("refused installation", failed.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Contains("6A80", failed.GetProperty("detail").GetString(), StringComparison.Ordinal);
        var card = run.Json.GetProperty("card");
        Assert.Equal(card.GetProperty("before").GetRawText(), card.GetProperty("after").GetRawText());
    }

    [Fact]
    public async Task Demo_NoCapFile_SaysWhatIsWrong()
    {
        var path = Path.GetTempFileName();
        await File.WriteAllTextAsync(path, "no CAP", TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("demo", "--cap", path);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("is no CAP file that can be read", run.Error, StringComparison.Ordinal);
        File.Delete(path);
    }

    [Theory]
    [InlineData("no such file", "demo", "--cap", "nowhere.cap")]
    [InlineData("goes with --cap", "demo", "--params", "A0000000010101=00")]
    [InlineData("There is no card profile 'none'", "demo", "--profile", "none")]
    [InlineData("There is no folder", "caps", "nowhere")]
    [InlineData("Unrecognized", "demonstrate")]
    public async Task WrongUsage_IsToldWithExitCode2(string expected, params string[] arguments)
    {
        var run = await CliRun.StartAsync(arguments);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains(expected, run.Error.Replace("There is no file", "no such file", StringComparison.Ordinal), StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData("xyz")]
    [InlineData("F054534D530101=0")]
    [InlineData("F054534D530199=00")]
    public async Task Demo_MalformedParameters_AreToldWithExitCode2(string value)
    {
        var run = await CliRun.StartAsync("demo", "--cap", CliRun.AppletPath("CarKey.cap"), "--params", value);

        Assert.Equal(2, run.ExitCode);
        Assert.Contains("--params", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Caps_FileBeyond256ShortLoads_GoesInExtendedOnes()
    {
        var folder = Directory.CreateTempSubdirectory("tsms-caps-");
        var bytes = new string('7', 40_000);
        var big = Tsms.JavaCard.Assembling.CapAssembler.AssembleLoadFile(
            $"package big F0000000DD03 1.0\nimport java/lang\nclass Big\nstatic a [B = {{{bytes}}}\nstatic b [B = {{{bytes}}}\nstatic c [B = {{{bytes}}}\nstatic method m()V\nbytes {new string('0', 8000)}\nreturn\nend");
        Assert.True(big.Length > 63_000);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "big.ijc"), big, TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("caps", folder.FullName, "--json");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal("library", run.Json[0].GetProperty("outcome").GetString());
        folder.Delete(recursive: true);
    }

    [Theory]
    [InlineData("F0000000DD05")]
    [InlineData("F0000000DD05000102030405060708FF")] // no AID is longer
    public async Task Caps_AppletWithThePackagesAid_GetsAnInstanceOfAnotherName(string aid)
    {
        var folder = Directory.CreateTempSubdirectory("tsms-caps-");
        var applet = Tsms.JavaCard.Assembling.CapAssembler.AssembleLoadFile($"""
            package same {aid} 1.0
            import java/lang
            import javacard/framework 1.3
            applet {aid} Same
            public class Same extends javacard/framework/Applet
              public static method install([BSB)V stack 2
                new Same
                invokespecial Same.<init>()V
                return
              end
              private method <init>()V
                aload_0
                invokespecial javacard/framework/Applet.<init>()V
                aload_0
                invokevirtual javacard/framework/Applet.register()V
                return
              end
              public method process(Ljavacard/framework/APDU;)V
                return
              end
            """);
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "same.ijc"), applet, TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("caps", folder.FullName, "--json");

        Assert.True(run.ExitCode == 0, run.Output);
        Assert.Equal("ran", run.Json[0].GetProperty("outcome").GetString());
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task Caps_FolderWithGoodAndBadFiles_TellsEach()
    {
        var folder = Directory.CreateTempSubdirectory("tsms-caps-");
        File.Copy(CliRun.AppletPath("CarKey.cap"), Path.Combine(folder.FullName, "a.cap"));
        await File.WriteAllTextAsync(Path.Combine(folder.FullName, "b.cap"), "no CAP", TestContext.Current.CancellationToken);
        File.CreateSymbolicLink(Path.Combine(folder.FullName, "c.cap"), Path.Combine(folder.FullName, "nowhere"));
        var user = Tsms.JavaCard.Assembling.CapAssembler.AssembleLoadFile("package user F0000000DD02 1.0\nimport java/lang\nimport nowhere F0000000DD01 1.0\nclass User");
        await File.WriteAllBytesAsync(Path.Combine(folder.FullName, "d.ijc"), user, TestContext.Current.CancellationToken);

        var run = await CliRun.StartAsync("caps", folder.FullName, "--json");

        Assert.Equal(1, run.ExitCode);
        var results = run.Json.EnumerateArray().ToDictionary(r => r.GetProperty("file").GetString()!, r => r.GetProperty("ok").GetBoolean());
        Assert.Equal(new Dictionary<string, bool> { ["a.cap"] = true, ["b.cap"] = false, ["c.cap"] = false, ["d.ijc"] = false }, results);
        var outcomes = run.Json.EnumerateArray().Select(r => r.GetProperty("outcome").GetString());
        Assert.Equal(["ran", "failed", "failed", "refused-at-load"], outcomes); // the last imports what is not in the folder
        folder.Delete(recursive: true);
    }
}
