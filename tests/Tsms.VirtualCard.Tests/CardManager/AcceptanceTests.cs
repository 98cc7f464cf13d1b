using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>The whole table of who may do what, written down a second time: operations x kinds of domain x relations.</summary>
public sealed class AcceptanceTests
{
    private const string Isd = "9EFE80";
    private const string Am = "80C000";
    private const string Dm = "A08000";
    private const string Plain = "808000";
    private const string GlobalDelete = "801000";
    private const string GlobalLock = "800800";
    private const string CardLock = "900000";
    private const string Applet = "000000";

    /// <summary>Yes, no, or token, for self, child, descendant, foreign.</summary>
    [Theory]
    [InlineData(nameof(CardOperation.Load), Isd, "yyyn")]
    [InlineData(nameof(CardOperation.Load), Am, "yyyn")]
    [InlineData(nameof(CardOperation.Load), Dm, "tttn")]
    [InlineData(nameof(CardOperation.Load), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.Load), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.Install), Isd, "yyyn")]
    [InlineData(nameof(CardOperation.Install), Am, "yyyn")]
    [InlineData(nameof(CardOperation.Install), Dm, "tttn")]
    [InlineData(nameof(CardOperation.Install), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.InstallDomain), Isd, "yyyy")]
    [InlineData(nameof(CardOperation.InstallDomain), Am, "yyyy")]
    [InlineData(nameof(CardOperation.InstallDomain), Dm, "tttt")]
    [InlineData(nameof(CardOperation.InstallDomain), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.MakeSelectable), Isd, "nyyn")]
    [InlineData(nameof(CardOperation.MakeSelectable), Am, "nyyn")]
    [InlineData(nameof(CardOperation.MakeSelectable), Dm, "nttn")]
    [InlineData(nameof(CardOperation.MakeSelectable), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.ExtraditeFrom), Isd, "nyyn")]
    [InlineData(nameof(CardOperation.ExtraditeFrom), Am, "nyyn")]
    [InlineData(nameof(CardOperation.ExtraditeFrom), Dm, "nttn")]
    [InlineData(nameof(CardOperation.ExtraditeFrom), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.ExtraditeTo), Isd, "yyyn")]
    [InlineData(nameof(CardOperation.ExtraditeTo), Am, "yyyn")]
    [InlineData(nameof(CardOperation.ExtraditeTo), Dm, "tttn")]
    [InlineData(nameof(CardOperation.ExtraditeTo), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.Delete), Isd, "nyyy")]
    [InlineData(nameof(CardOperation.Delete), Am, "nyyn")]
    [InlineData(nameof(CardOperation.Delete), Dm, "nttn")]
    [InlineData(nameof(CardOperation.Delete), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.Delete), GlobalDelete, "nnnn")] // Authorized or Delegated Management goes with it (9.5.1)
    [InlineData(nameof(CardOperation.Delete), "80D000", "nyyy")]
    [InlineData(nameof(CardOperation.Delete), "A01000", "nttt")]
    [InlineData(nameof(CardOperation.UpdateRegistry), Isd, "yyyn")]
    [InlineData(nameof(CardOperation.UpdateRegistry), Am, "yyyn")]
    [InlineData(nameof(CardOperation.UpdateRegistry), Dm, "tttn")]
    [InlineData(nameof(CardOperation.UpdateRegistry), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.UpdateRegistry), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.RestrictCard), Isd, "yyyy")]
    [InlineData(nameof(CardOperation.RestrictCard), Am, "nnnn")]
    [InlineData(nameof(CardOperation.RestrictCard), "A08800", "tttt")]
    [InlineData(nameof(CardOperation.RestrictCard), GlobalLock, "nnnn")]
    [InlineData(nameof(CardOperation.RestrictCard), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.Personalize), "800000", "nnnn")]
    [InlineData(nameof(CardOperation.Personalize), Dm, "nynn")]
    [InlineData(nameof(CardOperation.Install), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.InstallDomain), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.MakeSelectable), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.ExtraditeFrom), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.ExtraditeTo), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.Delete), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.Delete), "201000", "nnnn")]
    [InlineData(nameof(CardOperation.Lock), Dm, "nyyn")]
    [InlineData(nameof(CardOperation.Lock), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.SetOwnState), Isd, "ynnn")]
    [InlineData(nameof(CardOperation.SetOwnState), Am, "ynnn")]
    [InlineData(nameof(CardOperation.SetOwnState), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.LockCard), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.TerminateCard), "880000", "yyyy")]
    [InlineData(nameof(CardOperation.TerminateCard), Plain, "nnnn")]
    [InlineData(nameof(CardOperation.ManageOwnKeysAndData), Isd, "ynnn")]
    [InlineData(nameof(CardOperation.ManageOwnKeysAndData), Dm, "ynnn")]
    [InlineData(nameof(CardOperation.ManageOwnKeysAndData), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.Personalize), Isd, "nynn")]
    [InlineData(nameof(CardOperation.Personalize), Am, "nynn")]
    [InlineData(nameof(CardOperation.Personalize), Plain, "nynn")]
    [InlineData(nameof(CardOperation.Personalize), Applet, "nnnn")]
    [InlineData(nameof(CardOperation.Lock), Isd, "nyyy")]
    [InlineData(nameof(CardOperation.Lock), Am, "nyyn")]
    [InlineData(nameof(CardOperation.Lock), Plain, "nyyn")]
    [InlineData(nameof(CardOperation.Lock), GlobalLock, "nyyy")]
    [InlineData(nameof(CardOperation.SetOwnState), Plain, "ynnn")]
    [InlineData(nameof(CardOperation.LockCard), Isd, "yyyy")]
    [InlineData(nameof(CardOperation.LockCard), CardLock, "yyyy")]
    [InlineData(nameof(CardOperation.LockCard), Am, "nnnn")]
    [InlineData(nameof(CardOperation.TerminateCard), Isd, "yyyy")]
    [InlineData(nameof(CardOperation.TerminateCard), CardLock, "nnnn")]
    [InlineData(nameof(CardOperation.ManageOwnKeysAndData), Plain, "ynnn")]
    [InlineData(nameof(CardOperation.ManageOwnKeysAndData), Am, "ynnn")]
    public void Demand_EveryOperationPrivilegeAndRelation_IsAsTheTableSays(string operation, string privileges, string expected)
    {
        using var random = System.Security.Cryptography.RandomNumberGenerator.Create();
        var acting = Domain("A00000000001", "A00000000000", privileges);
        var child = Domain("A00000000002", "A00000000001", Plain);
        var below = Domain("A00000000003", "A00000000002", Plain);
        var foreign = Domain("A00000000004", "A00000000000", Plain);
        var root = Domain("A00000000000", "A00000000000", Isd);
        var registry = new CardRegistry { CardState = 0x0F, IssuerDomain = root.Aid, Applications = [root, acting, child, below, foreign] };
        var context = new CommandContext
        {
            Registry = registry,
            Domain = acting,
            Session = DomainSession.Fresh,
            Command = new CommandApdu(0x80, 0xE6, 0, 0),
            IsAuthenticated = true,
            Profile = CardProfiles.Find(CardProfiles.Reference),
            Random = random,
        };
        var answers = new ApplicationEntry[] { acting, child, below, foreign }.Select(target => Ask(context, Enum.Parse<CardOperation>(operation), target));
        Assert.Equal(expected, string.Concat(answers));
    }

    [Fact]
    public void Rules_EveryOperation_HasALine() =>
        Assert.Equal(Enum.GetValues<CardOperation>().Order(), Acceptance.Rules.Select(r => r.Operation).Distinct().Order());

    private static char Ask(CommandContext context, CardOperation operation, ApplicationEntry target)
    {
        try
        {
            return Acceptance.Demand(context, operation, target.Aid, target.Domain) ? 't' : 'y';
        }
        catch (CardFault fault)
        {
            Assert.Equal(StatusWord.ConditionsNotSatisfied, fault.Sw);
            return 'n';
        }
    }

    private static ApplicationEntry Domain(string aid, string parent, string privileges) =>
        new(ApplicationKind.SecurityDomain, Aid.Parse(aid), GpAid.SecurityDomainLoadFile, GpAid.SecurityDomainModule, Aid.Parse(parent), LifeCycle.Personalized,
            (Privileges)Convert.ToUInt32(privileges, 16))
        {
            SecurityDomain = SecurityDomainData.Empty,
        };
}
