using Tsms.SmartCard.Omapi;

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
