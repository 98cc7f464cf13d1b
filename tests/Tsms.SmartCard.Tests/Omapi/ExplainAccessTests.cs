using CsCheck;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.SmartCard.Tests.Omapi;

public sealed class ExplainAccessTests
{
    private const string Hash = "1111111111111111111111111111111111111111";
    private const string OtherHash = "2222222222222222222222222222222222222222";

    // rules: F000000001 for the app 11..: always; F000000001 for the app 22..: never; all applications for all apps: one filter
    private const string Rules =
        "FF4060"
        + "E224E11D4F05F000000001C114" + Hash + "E303D00101"
        + "E224E11D4F05F000000001C114" + OtherHash + "E303D00100"
        + "E212E1044F00C100E30AD00880CA0000FFFF0000";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("F000000001", Hash, true, "rule for F000000001 and this app", 0)]
    [InlineData("F000000001", OtherHash, false, "says never", 0)]
    [InlineData("F000000001", "3333333333333333333333333333333333333333", false, "names another app", 0)]
    [InlineData("F000000002", Hash, true, "all applications and all apps", 1)]
    public async Task Explain_OfACallerAndAnApplication_NamesTheRule(string aid, string hash, bool allowed, string reason, int filters)
    {
        await using var terminal = new CardTerminal(new ScriptedCard(Conversation(2)));
        var caller = CallerIdentity.OfHashes([Convert.FromHexString(hash)]);

        var why = await terminal.ExplainAccessAsync(caller, Aid.Parse(aid), Cancel);
        Assert.Equal(allowed, why.IsAllowed);
        Assert.Contains(reason, why.Reason, StringComparison.Ordinal);
        Assert.Equal(filters, why.Filters.Count);
        Assert.Equal(3, why.Rules.Count);
        Assert.Equal("* all applications, all apps: commands of 1 filters", why.Rules[2]);
        Assert.Equal(aid == "F000000001" && hash == Hash, why.Rules[0].StartsWith('*'));
    }

    [Theory]
    [InlineData("F000000001", Hash, "decides (search A)", "names another app", "not reached: search A has rules, and search D comes after it")]
    [InlineData("F000000001", OtherHash, "names another app", "decides (search A)", "not reached: search A has rules, and search D comes after it")]
    [InlineData("F000000002", Hash, "is about another application", "is about another application", "decides (search D)")]
    public async Task Explain_RuleByRule_SaysWhatEachHasToDoWithIt(string aid, string hash, params string[] why)
    {
        await using var terminal = new CardTerminal(new ScriptedCard(Conversation(2)));

        var explanation = await terminal.ExplainAccessAsync(CallerIdentity.OfHashes([Convert.FromHexString(hash)]), Aid.Parse(aid), Cancel);
        Assert.Equal(why, explanation.Verdicts.Select(v => v.Why));
        Assert.Equal(why.Select(w => w.StartsWith("decides", StringComparison.Ordinal)), explanation.Verdicts.Select(v => v.Decides));
        Assert.Equal(["80CA0000 mask FFFF0000"], explanation.Verdicts[2].Rule.Filters);
    }

    [Fact]
    public async Task Explain_AppThatNoRuleNames_IsDeniedByTheRulesThatNameOthers()
    {
        await using var terminal = new CardTerminal(new ScriptedCard(Conversation(2)));

        var explanation = await terminal.ExplainAccessAsync(CallerIdentity.OfHashes([new byte[20]]), Aid.Parse("F000000001"), Cancel);
        Assert.False(explanation.IsAllowed);
        Assert.Equal([true, true, false], explanation.Verdicts.Select(v => v.Decides));
        Assert.All(explanation.Verdicts.Take(2), v => Assert.Contains("denies it to every app", v.Why, StringComparison.Ordinal));
        Assert.False(explanation.Permits([0x80, 0xCA, 0x00, 0x00]));
    }

    [Fact]
    public async Task Explain_FilteredAccess_PermitsWhatFits()
    {
        await using var terminal = new CardTerminal(new ScriptedCard(Conversation(2)));

        var explanation = await terminal.ExplainAccessAsync(CallerIdentity.OfHashes([Convert.FromHexString(Hash)]), Aid.Parse("F000000002"), Cancel);
        Assert.True(explanation.Permits([0x80, 0xCA, 0x9F, 0x7F]));
        Assert.False(explanation.Permits([0x80, 0xCB, 0x9F, 0x7F]));
    }

    [Fact]
    public void Verdicts_OfAnyRules_AgreeWithTheDecision()
    {
        var hashes = new[] { "", Hash, OtherHash, new string('3', 64) };
        var genRule = Gen.Select(Gen.Int[0, 2], Gen.Int[1, 2], Gen.Int[0, 3], Gen.Int[0, 3], (target, aid, hash, policy) => new AccessRule(
            (RuleTarget)target, target == 0 ? Aid.Parse($"F00000000{aid}") : default, hashes[hash], (ApduPolicy)policy, policy == (int)ApduPolicy.Filtered ? [new ApduFilter(0, 0)] : []));
        var genCaller = Gen.Int[1, 3].Array[1, 2].Select(h => CallerIdentity.OfHashes(h.Select(i => (ReadOnlyMemory<byte>)Convert.FromHexString(hashes[i]))));
        var genAid = Gen.Int[0, 3].Select(i => i == 0 ? default : Aid.Parse(i == 1 ? "0000000000" : $"F00000000{i - 1}"));

        Gen.Select(genRule.Array[0, 6], genCaller, genAid).Sample((rules, caller, aid) =>
        {
            var access = new AccessRuleTable(rules).Decide(caller.CertificateHashes, aid);
            var verdicts = RuleVerdicts.Of(rules, caller, aid);

            // never before a filter, a filter before always, always before silence; and a rule that names another app allows nothing
            var policies = rules.Where((_, i) => verdicts[i].Decides && verdicts[i].IsAbout).Select(r => r.Policy).ToList();
            Assert.Equal(access.IsAllowed, policies.Count > 0 && policies.Max() is ApduPolicy.Always or ApduPolicy.Filtered);
            Assert.Equal(verdicts.Any(v => v.Decides), !access.Reason.StartsWith("no access rule", StringComparison.Ordinal));
        });
    }

    [Fact]
    public async Task Explain_OfAPrivilegedCaller_SaysThatNoRuleBindsIt()
    {
        await using var terminal = new CardTerminal(new ScriptedCard(Conversation(1, decides: false)));

        var why = await terminal.ExplainAccessAsync(CallerIdentity.Privileged("platform"), Aid.Parse("F000000001"), Cancel);
        Assert.True(why.IsAllowed);
        Assert.Contains("privileged", why.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Explain_OnACardWithoutRules_SaysSo()
    {
        const string None = "0070000001 > 019000\n01A4040009A00000015141434C0000 > 6A82\n00708001 > 9000\n";
        await using var terminal = new CardTerminal(new ScriptedCard(None + None));

        var why = await terminal.ExplainAccessAsync(CallerIdentity.OfHashes([Convert.FromHexString(Hash)]), Aid.Parse("F000000001"), Cancel);
        Assert.False(why.IsAllowed);
        Assert.Contains("ARA-M", why.Reason, StringComparison.Ordinal);
        Assert.Empty(why.Rules);
    }

    /// <summary>Channel to the ARA-M, with its refresh tag where the enforcer asks, and its rules.</summary>
    private static string Conversation(int times, bool decides = true) => string.Concat(Enumerable.Range(0, times).Select(i =>
        "0070000001 > 019000\n01A4040009A00000015141434C0000 > 9000\n"
        + (decides && i == 0 ? "81CADF2000 > DF200801020304050607089000\n" : "")
        + $"81CAFF4000 > {Rules}9000\n00708001 > 9000\n"));
}
