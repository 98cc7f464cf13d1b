using Tsms.SmartCard.Omapi.AccessControl;

namespace Tsms.SmartCard.Tests.Omapi;

/// <summary>Rules as <c>target/app:policy</c>: target an AID, * all applications, 0 the default one; app a letter for a hash, * all; + always, - never, f filter, ? silent.</summary>
public sealed class AccessRuleTableTests
{
    private const string Applet = "A000000001020304";
    private const string Other = "A000000005060708";

    [Theory]
    [InlineData("", "a", Applet, false)]
    [InlineData("A000000001020304/a:+", "a", Applet, true)]
    [InlineData("A000000001020304/a:+", "b", Applet, false)]
    [InlineData("A000000001020304/a:+", "a", Other, false)]
    [InlineData("A000000001020304/a:+ A000000001020304/*:+", "b", Applet, false)]
    [InlineData("A000000001020304/a:- A000000001020304/*:+", "a", Applet, false)]
    [InlineData("A000000001020304/*:+", "b", Applet, true)]
    [InlineData("A000000001020304/*:- */*:+", "b", Applet, false)]
    [InlineData("A000000001020304/*:- */*:+", "b", Other, true)]
    [InlineData("*/a:+", "a", Applet, true)]
    [InlineData("*/a:+", "b", Applet, false)]
    [InlineData("*/a:+ */*:+", "b", Applet, false)]
    [InlineData("*/a:+ A000000001020304/*:+", "b", Applet, true)]
    [InlineData("*/a:- A000000001020304/*:+", "a", Applet, true)]
    [InlineData("*/*:+", "b", Applet, true)]
    [InlineData("*/*:-", "b", Applet, false)]
    [InlineData("*/*:+", "b", "", true)]
    [InlineData("0/a:+ */*:+", "a", "", true)]
    [InlineData("0/a:+ */*:+", "b", "", false)]
    [InlineData("0/a:+", "a", "0000000000", true)]
    [InlineData("0/a:+", "a", Applet, false)]
    [InlineData("A000000001020304/a:?", "a", Applet, false)]
    [InlineData("A000000001020304/a:? A000000001020304/a:+", "a", Applet, true)]
    [InlineData("A000000001020304/a:+ A000000001020304/a:-", "a", Applet, false)]
    [InlineData("A000000001020304/a:- A000000001020304/a:+", "a", Applet, false)]
    [InlineData("A000000001020304/a:f A000000001020304/a:-", "a", Applet, false)]
    [InlineData("A000000001020304/a:+ A000000001020304/b:+", "b", Applet, true)]
    public void Decide_OfRules_FollowsTheOrderOfTheSearches(string rules, string app, string aid, bool expected)
    {
        var table = new AccessRuleTable(rules.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(Rule));
        var access = table.Decide([Hash(app[0])], aid.Length == 0 ? default : Aid.Parse(aid));
        Assert.Equal(expected, access.IsAllowed);
        Assert.NotEmpty(access.Reason);
    }

    [Fact]
    public void Decide_OfFiltersBesideAlways_LetsOnlyThroughWhatAFilterDoes()
    {
        var table = new AccessRuleTable([Rule($"{Applet}/a:+"), Rule($"{Applet}/a:f")]);
        var access = table.Decide([Hash('a')], Aid.Parse(Applet));
        Assert.True(access.IsAllowed);
        Assert.True(access.Permits([0x80, 0xB0, 0x12, 0x34]));
        Assert.False(access.Permits([0x80, 0xB1, 0x12, 0x34]));
        Assert.False(access.Permits([0x00, 0xB0, 0x12, 0x34]));
    }

    [Fact]
    public void Decide_OfACallerWithTwoHashes_TakesTheFirstThatHasARule()
    {
        var table = new AccessRuleTable([Rule($"{Applet}/b:+")]);
        Assert.True(table.Decide([Hash('a'), Hash('b')], Aid.Parse(Applet)).IsAllowed);
    }

    private static byte[] Hash(char app) => [.. Enumerable.Repeat((byte)app, 20)];

    private static AccessRule Rule(string text)
    {
        var parts = text.Split('/', ':');
        var (target, aid) = parts[0] switch
        {
            "*" => (RuleTarget.AllApplications, default),
            "0" => (RuleTarget.DefaultApplication, default),
            var hex => (RuleTarget.Application, Aid.Parse(hex)),
        };
        var policy = parts[2] switch { "+" => ApduPolicy.Always, "-" => ApduPolicy.Never, "f" => ApduPolicy.Filtered, _ => ApduPolicy.Unspecified };
        return new AccessRule(
            target, aid, parts[1] == "*" ? "" : Convert.ToHexString(Hash(parts[1][0])), policy,
            policy == ApduPolicy.Filtered ? [new ApduFilter(0x80B00000, 0xFFFF0000)] : []);
    }
}
