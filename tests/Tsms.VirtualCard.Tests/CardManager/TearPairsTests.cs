using Tsms.SmartCard;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>
/// Power is cut at a write of a command, and again at a write of the recovery: at every single one in turn, and in random pairs. The card starts then and is as
/// before the command or as after it, in every byte that lasts.
/// </summary>
public sealed class TearPairsTests(ITestOutputHelper output)
{
    private const int Pairs = 10_000;

    public static TheoryData<string> Commands => new(Scripts.Keys);

    /// <summary>
    /// What is sent in the session of the TSM's domain, and how many hundredths of the random pairs it gets. Commands that are one write leave nothing to mend, and
    /// get none.
    /// </summary>
    private static readonly Dictionary<string, (string[] Commands, int Share)> Scripts = new()
    {
        ["INSTALL [for load] and LOAD"] = ([Story.ForLoad(Story.VaultPackage, Story.ServiceSd), .. Story.Load(Story.LoadFile("Vault"))], 2),
        ["combined load and install"] =
            ([Story.Apdu("80E60E01", Story.Lv(Story.VaultPackage) + "00000000"), .. Story.Load(Story.LoadFile("Vault")),
                Story.Apdu("80E60E03", "00" + Story.Lv(Story.VaultModule) + Story.Lv(Story.Vault) + "0100" + "02C900" + "00")], 4),
        ["INSTALL [for install]"] = ([Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010199", "EF08C8021000D8020800C900")], 36),
        ["INSTALL [for registry update]"] = ([Story.Apdu("80E64000", Story.Lv(Story.TsmSd) + "00" + Story.Lv(Story.CarKey) + "03000100" + "05EF03CF0142" + "00")], 0),
        ["INSTALL of a domain"] = ([Story.InstallSd("F0545359530004", "808000")], 0),
        ["DELETE with related objects"] = ([Story.Delete(Story.CarKeyPackage, related: true)], 32),
        ["DELETE of an instance"] = ([Story.Delete(Story.CarKey)], 26),
        ["DELETE of keys"] = (["80E4000003D2013100"], 0),
        ["PUT KEY"] = ([Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x33)], 0),
        ["SET STATUS of a tree"] = ([Story.Apdu("80F06080", Story.ServiceSd, "")], 0),
        ["STORE DATA, first keys"] = ([Story.ForPersonalization("F0545359530003"), Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys)], 0),
        ["STORE DATA"] = (["80E2900006 4201AA 4501BB"], 0),
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void Command_PowerCutAtAWriteAndAgainInRecovery_IsBeforeOrAfter(string what)
    {
        var (commands, share) = Scripts[what];
        using var prepared = Prepare();
        var image = prepared.Save();
        var before = prepared.Fingerprint();
        var writes = Run(prepared, commands, null);
        Assert.True(writes > 0, "The command writes nothing.");
        var after = prepared.Fingerprint();
        Assert.NotEqual(before, after);

        var card = SecureComponent.Restore(image);
        card.Reset();
        var (cuts, pairs) = (0, 0);
        for (var first = 0; first < writes; first++)
        {
            // Every write of the command, and for each every write of the recovery as far as it goes, at most 40.
            var second = 0;
            while (Tear(ref card, commands, image, first, second, before, after) && second < 40)
            {
                second++;
            }

            cuts += second + 1;
            pairs += second;
        }

        var chance = new Random(what.Length);
        var random = 0;
        for (var attempts = 0; random < Pairs * share / 100; attempts++)
        {
            Assert.True(attempts < Pairs, "Recovery has hardly a write to cut.");
            var first = chance.Next((int)writes);
            random += Tear(ref card, commands, image, first, chance.Next(first + 4), before, after) ? 1 : 0;
            cuts++;
        }

        card.Dispose();
        output.WriteLine($"{what}: {writes} writes, {cuts} cuts of the command; {pairs} second cuts at each write of the recovery, {random} in random pairs");
    }

    /// <summary>One tear; true when the second cut happened, so that recovery has a write of that number.</summary>
    private static bool Tear(ref SecureComponent card, string[] commands, byte[] image, int first, int second, string before, string after)
    {
        Run(card, commands, first);
        card.CutPowerInRecovery(second);
        var hasStarted = card.Reset().Length > 0;
        if (!hasStarted)
        {
            Assert.NotEqual(0, card.Reset().Length);
        }

        var state = card.Fingerprint();
        Assert.True(state == before || state == after, $"cut at write {first}, then {second} of the recovery: neither before nor after");
        Assert.Null(card.LastFault);
        if (state == after)
        {
            card.Dispose();
            card = SecureComponent.Restore(image);
            card.Reset();
        }

        return !hasStarted;
    }

    private static long Run(SecureComponent card, string[] commands, int? cut)
    {
        var host = new Host(card);
        host.Select(Story.TsmSd);
        Assert.Equal("9000", host.Open(0x01, key: Story.TsmKeys));
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
                break;
            }

            Assert.True(answer.EndsWith("9000", StringComparison.Ordinal), $"{command}: {answer}");
        }

        return card.Writes - start;
    }

    /// <summary>Random challenges and no limit: opening a session writes nothing, so that all writes are the command's.</summary>
    private static SecureComponent Prepare()
    {
        var card = Host.NewCard(change: p => p with { Scp03Options = 0x60, AuthenticationLimit = null, PersistentMemory = 128 * 1024 });
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        Assert.Equal("009000", host.Send(Story.InstallSd("F0545359530003", "808000")));
        Assert.EndsWith("9000", host.Send(Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x31)), StringComparison.Ordinal);
        card.Reset();
        return card;
    }
}
