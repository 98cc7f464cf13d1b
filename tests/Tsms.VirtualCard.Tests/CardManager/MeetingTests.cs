using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Profiles;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>The off-card entity of Tsms.GlobalPlatform and this card were written apart; here they meet, in every level and key length.</summary>
public sealed class MeetingTests
{
    private static readonly Aid TsmSd = Aid.Parse(Story.TsmSd);
    private static readonly Aid Package = Aid.Parse(Story.CarKeyPackage);
    private static readonly Aid Instance = Aid.Parse(Story.CarKey);

    public static TheoryData<SecurityLevel, int> Matrix =>
    [
        .. from level in new[] { SecurityLevel.CMac, SecurityLevel.CMacCDecryption, SecurityLevel.CMacRMac, SecurityLevel.CMacCDecryptionRMac, SecurityLevel.Full }
           from length in new[] { 16, 24, 32 }
           select (level, length),
    ];

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Script_ForeseenBeforeAnyAnswer_IsPlayedAndVerified(SecurityLevel level, int length)
    {
        var token = TestContext.Current.CancellationToken;
        var key = Enumerable.Range(1, length).Select(i => (byte)i).ToArray();
        using var personalization = new CardPersonalization(0x30, key, key, key);
        using var card = SecureComponent.Create(CardProfiles.Find(CardProfiles.Reference) with { IssuerKeyLength = length }, personalization, new byte[16]);
        card.Reset();
        var isd = new OpenKeys(0x30, key);
        var tsm = new OpenKeys(0x31, [.. key.Reverse()]);

        var next = new OpenKeys(0x32, key);
        var firstKeys = await isd.EncipherKeySetAsync(tsm, token);
        var otherKeys = await tsm.EncipherKeySetAsync(next, token);

        // First session: the domain with its keys, through the issuer's.
        await Play(card, isd, GpAid.IssuerSecurityDomain, 1, level, size =>
        [
            GpCommand.InstallAndMakeSelectable(GpAid.SecurityDomainLoadFile, GpAid.SecurityDomainModule, TsmSd, Privileges.SecurityDomain | Privileges.TrustedPath | Privileges.AuthorizedManagement),
            .. GpCommand.FirstKeys(TsmSd, firstKeys, size),
        ], token);

        // Second: content through that domain, then other keys for it.
        var block = Story.LoadFile("CarKey");
        await Play(card, tsm, TsmSd, 1, level, size =>
        [
            GpCommand.InstallForLoad(Package, TsmSd, System.Security.Cryptography.SHA256.HashData(block)),
            .. GpCommand.Load(block, size),
            GpCommand.InstallAndMakeSelectable(Package, Aid.Parse(Story.CarKeyModule), Instance),
            GpCommand.GetStatus(RegistryScope.Applications),
            GpCommand.GetStatus(RegistryScope.LoadFilesAndModules),
            GpCommand.SetStatus(StatusTarget.Application, 0x80, Instance),
            GpCommand.SetStatus(StatusTarget.Application, 0x00, Instance),
            GpCommand.PutKey(otherKeys, 0),
            GpCommand.DeleteKey(0x31),
        ], token);

        // Third: with those, away with all.
        await Play(card, next, TsmSd, 1, level, _ => [GpCommand.Delete(Package, related: true)], token);
        await Play(card, isd, GpAid.IssuerSecurityDomain, 2, level, _ => [GpCommand.Delete(TsmSd)], token);
        Assert.Null(card.LastFault);
    }

    private static async Task Play(SecureComponent card, OpenKeys keys, Aid domain, int counter, SecurityLevel level, Func<int, IEnumerable<CommandApdu>> commands, CancellationToken token)
    {
        byte[] challenge = [8, 7, 6, 5, 4, 3, 2, 1];
        byte[] diversification = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1];
        using var session = await Scp03.ForeseeAsync(keys, challenge, diversification, new Scp03Parameters(0x70), counter, domain, level, token);
        var script = session.WrapScriptWithAuthentication(commands(session.MaxCommandData).Select(c => new ScriptCommand(c, "")));

        Assert.EndsWith("9000", Send(card, GpCommand.Select(domain).ToBytes()), StringComparison.Ordinal);
        Assert.Equal(Convert.ToHexString(session.Handshake.ToBytes()) + "9000", Send(card, Scp03.InitializeUpdate(keys.KeyVersion, challenge).ToBytes()));
        var answers = script.ToApdus().Select(a => card.Process(a)).ToList();
        var verdicts = script.Verify(answers);
        Assert.Equal(answers.Count, verdicts.Count);
        Assert.All(answers, a => Assert.Equal(0x90, a.Span[^2]));
        Assert.All(verdicts.Skip(1), v => Assert.Equal(level.HasFlag(SecurityLevel.RMac), v.IsVerified));
    }

    private static string Send(SecureComponent card, byte[] command) => Convert.ToHexString(card.Process(command).Span);
}
