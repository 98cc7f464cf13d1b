using Tsms.SmartCard;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Power is cut at every persistent write of a command in turn: the card is then as before it or as after it, and no memory is lost.</summary>
public sealed class TearTests(ITestOutputHelper output)
{
    public static TheoryData<string> Commands => ["load", "install", "delete", "put key", "first keys", "store data", "lock", "install domain", "rule", "personalize"];

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_PowerCutAtEachWrite_IsBeforeOrAfter(string what)
    {
        using var before = Prepare(what, out var host);
        var image = before.Save();
        var writes = Run(before, what, host, null);
        var after = State(before);
        var cuts = 0;
        for (var write = 0; write < writes; write++, cuts++)
        {
            using var card = SecureComponent.Restore(image);
            card.Reset();
            var start = State(card);
            var again = new Host(card);
            Run(card, what, again, write);
            card.Reset();
            var state = State(card);
            Assert.True(state == start || state == after, $"{what}, cut at write {write} of {writes}:\n{start}\n{state}\n{after}");

            // A command that was not done can be done now.
            if (state == start)
            {
                Run(card, what, again, null);
                Assert.Equal(after, State(card));
            }

            Assert.Null(card.LastFault);
        }

        Assert.True(writes > 0, "The command writes nothing.");
        output.WriteLine($"{what}: {cuts} cuts");
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void CutPowerAfterCommands_AnswerLost_TheCardHasDoneItAndTheHostHearsNothing(int answered)
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        card.CutPowerAfterCommands(answered);
        for (var i = 0; i < answered; i++)
        {
            Assert.Equal("9000", host.Send($"80E29000 03 4201 {i:X2}"));
        }

        Assert.Equal("", Convert.ToHexString(card.Process(host.Wrap(CommandApdu.Parse(Convert.FromHexString("80E29000034201EE")))).Span));
        Assert.Equal("", new Host(card).Raw("80CA004200"));
        Assert.NotEmpty(card.Reset().ToArray());
        Assert.EndsWith("9000", host.Select(Story.TsmSd), StringComparison.Ordinal);
        Assert.Equal("4201EE9000", host.Raw("80CA004200"));
    }

    /// <summary>Runs the command in a fresh session; with <paramref name="cut"/>, the power goes at that write. Returns the writes of the command.</summary>
    private static long Run(SecureComponent card, string what, Host host, int? cut)
    {
        if (what == "rule")
        {
            host.Select(Story.Isd);
            Assert.Equal("9000", host.Open());
        }
        else
        {
            Story.Tsm(host);
        }

        string[] commands = what switch
        {
            "load" => [Story.ForLoad(Story.VaultPackage, Story.ServiceSd), .. Story.Load(Story.LoadFile("Vault"))],
            "install" => [Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010199")],
            "delete" => [Story.Delete(Story.CarKeyPackage, related: true)],
            "put key" => [Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x31)],
            "first keys" => [Story.ForPersonalization("F0545359530003"), Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys)],
            "store data" => ["80E2900006 4201AA 4501BB"],
            "lock" => [Story.Apdu("80F06080", Story.ServiceSd, "")],
            "install domain" => [Story.InstallSd("F0545359530004", "808000")],
            "rule" => [Story.ForPersonalization("A00000015141434C00"), "80E2900014 F012 E210 E109 4F05A000000001 C100 E303 D00101"],
            _ => [Story.ForPersonalization(Story.Vault), "80E288000C 010104 31323334 010202 4142"],
        };
        var start = card.Writes;
        if (cut is { } at)
        {
            card.CutPowerAfterWrites(at);
        }

        foreach (var command in commands)
        {
            var answer = Convert.ToHexString(card.Process(host.Wrap(CommandApdu.Parse(Convert.FromHexString(command.Replace(" ", "", StringComparison.Ordinal))))).Span);
            if (answer.Length == 0)
            {
                Assert.NotNull(cut);
                return card.Writes - start;
            }

            Assert.True(answer.EndsWith("9000", StringComparison.Ordinal), $"{command}: {answer}");
        }

        return card.Writes - start;
    }

    private static SecureComponent Prepare(string what, out Host host)
    {
        var card = Host.NewCard();
        host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Assert.Equal("009000", host.Send(Story.InstallSd("F0545359530003", "808000")));
        if (what == "personalize")
        {
            Story.LoadAll(host, "Vault", Story.VaultPackage, Story.TsmSd);
            Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, Story.Vault)));
        }

        return card;
    }

    /// <summary>What hosts see of the card, its memory, and what is left of it after being saved and restored.</summary>
    private static string State(SecureComponent card)
    {
        using var copy = SecureComponent.Restore(card.Save());
        copy.Reset();
        var host = new Host(copy);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        var status = string.Join(' ', new[] { "80F28002024F0000", "80F240020A4F005C069F70C5C4CC4F00", "80F210020B4F005C079F70CE84CCCE4F00", "80CA00E000" }.Select(c => All(host, c)));
        var keys = string.Join(' ', new[] { Story.TsmSd, Story.ServiceSd, "F0545359530003" }.Select(sd => host.Select(sd) + host.Raw("80CA00E000") + host.Raw("80CA004200") + host.Raw("80CA004500")));
        host.Select("A00000015141434C00");
        var rules = host.Raw("80CAFF4000") + host.Raw("80CADF2000");
        var vault = host.Select(Story.Vault);
        return $"{card.Memory} {status} {keys} {rules} {vault}";
    }

    private static string All(Host host, string command)
    {
        var answer = host.Send(command);
        return answer.EndsWith("6310", StringComparison.Ordinal) ? answer[..^4] + All(host, command[..6] + "03" + command[8..]) : answer;
    }
}
