using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Omapi;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Reach;

/// <summary>Programs that know nothing of this one, and the whole off-card side, over a real pcscd.</summary>
[Collection(RealReaderTestGroup.Name)]
public sealed class RealToolTests
{
    private static readonly Aid TsmSd = Aid.Parse(Story.TsmSd);
    private static readonly Aid Package = Aid.Parse(Story.CarKeyPackage);
    private static readonly Aid Instance = Aid.Parse(Story.CarKey);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task OpenscTool_ReadsTheAtr()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));

        var (exit, output) = await RealReader.RunAsync("opensc-tool", "-r", reader.Name, "-a");
        Assert.Equal(0, exit);
        Assert.Equal(component.Profile.Atr, output.Trim().Replace(":", "", StringComparison.Ordinal).ToUpperInvariant());
    }

    [Fact]
    public async Task OpenscTool_ProbesForAllCardsItKnows_AndTheCardGoesOn()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));

        var (_, output) = await RealReader.RunAsync("opensc-tool", "-r", reader.Name, "-n");
        Assert.Contains("Unsupported card", output, StringComparison.Ordinal);
        Assert.Null(component.LastFault);
        var (exit, listing) = await RealReader.RunAsync("opensc-tool", "-r", reader.Name, "-s", "00A4040000", "-s", "80CA9F7F00");
        Assert.Equal(0, exit);
        Assert.Equal(2, listing.Split("SW1=0x90, SW2=0x00").Length - 1);
    }

    [Fact]
    public async Task PcscScan_SeesTheCard()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));

        var (_, output) = await RealReader.RunAsync("pcsc_scan", "-n", "-t", "1");
        Assert.Contains(reader.Name, output, StringComparison.Ordinal);
        Assert.Contains("Card inserted", output, StringComparison.Ordinal);
        Assert.Contains("ATR: " + string.Join(' ', component.Profile.Atr.Chunk(2).Select(c => new string(c))), output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Omapi_OverTheReader_OpensChannelsToApplications()
    {
        using var component = Host.NewCard();
        var host = Story.WithDomains(component);
        Story.LoadAll(host, "CarKey", Story.CarKeyPackage, Story.TsmSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.CarKeyPackage, Story.CarKeyModule, Story.CarKey)));
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        await using var terminal = new CardTerminal(new PcscCard(reader.Name, "eSE1"));
        await using var service = new SecureElementService(CallerIdentity.Privileged("test"), terminal);

        var omapi = Assert.Single(service.Readers);
        Assert.Equal("eSE1", omapi.Name);
        Assert.True(await omapi.IsPresentAsync(Cancel));
        await using var session = await omapi.OpenSessionAsync(Cancel);
        Assert.Equal(component.Profile.Atr, Convert.ToHexString(session.Atr.Span));
        await using var basic = await session.OpenBasicChannelAsync(default, 0, Cancel);
        await using var first = await session.OpenLogicalChannelAsync(Instance, 0, Cancel);
        await using var second = await session.OpenLogicalChannelAsync(TsmSd, 0, Cancel);
        Assert.All([basic, first, second], c => Assert.True(c.SelectResponse.Sw.IsSuccess));
        Assert.Equal("9000", (await second.TransmitAsync(GpCommand.GetData(GpTag.KeyInformationTemplate).ToBytes(), Cancel)).Sw.ToString());
        await Assert.ThrowsAsync<NoSuchElementException>(async () => await session.OpenLogicalChannelAsync(Aid.Parse("F00000000001"), 0, Cancel));
        Assert.Null(component.LastFault);
    }

    [Theory]
    [InlineData(SecurityLevel.CMac)]
    [InlineData(SecurityLevel.CMacCDecryption)]
    [InlineData(SecurityLevel.CMacRMac)]
    [InlineData(SecurityLevel.CMacCDecryptionRMac)]
    [InlineData(SecurityLevel.Full)]
    public async Task Deployment_OverTheReader_IsPlayedAndVerified(SecurityLevel level)
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        await using var card = new PcscCard(reader.Name);
        await card.ResetAsync(Cancel);
        var isd = new OpenKeys(0x30, Host.TestKeys[..16]);
        var tsm = new OpenKeys(0x31, Story.TsmKeys);
        var first = await isd.EncipherKeySetAsync(tsm, Cancel);
        var block = Story.LoadFile("CarKey");

        await PlayAsync(card, isd, GpAid.IssuerSecurityDomain, level, size =>
        [
            GpCommand.InstallAndMakeSelectable(
                GpAid.SecurityDomainLoadFile, GpAid.SecurityDomainModule, TsmSd, Privileges.SecurityDomain | Privileges.TrustedPath | Privileges.AuthorizedManagement),
            .. GpCommand.FirstKeys(TsmSd, first, size),
        ]);
        await PlayAsync(card, tsm, TsmSd, level, size =>
        [
            GpCommand.InstallForLoad(Package, TsmSd, System.Security.Cryptography.SHA256.HashData(block)),
            .. GpCommand.Load(block, size),
            GpCommand.InstallAndMakeSelectable(Package, Aid.Parse(Story.CarKeyModule), Instance),
            GpCommand.SetStatus(StatusTarget.Application, 0x80, Instance),
            GpCommand.SetStatus(StatusTarget.Application, 0x00, Instance),
            GpCommand.GetStatus(RegistryScope.Applications),
        ]);
        Assert.Equal(0x90, (await card.TransmitAsync(GpCommand.Select(Instance).ToBytes(), Cancel)).Span[^2]);
        await PlayAsync(card, tsm, TsmSd, level, _ => [GpCommand.Delete(Package, related: true)]);
        await PlayAsync(card, isd, GpAid.IssuerSecurityDomain, level, _ => [GpCommand.Delete(TsmSd)]);
        Assert.Equal("6A82", Convert.ToHexString((await card.TransmitAsync(GpCommand.Select(Instance).ToBytes(), Cancel)).Span));
        Assert.Null(component.LastFault);
    }

    private static async Task PlayAsync(PcscCard card, OpenKeys keys, Aid domain, SecurityLevel level, Func<int, IEnumerable<CommandApdu>> commands)
    {
        byte[] challenge = [8, 7, 6, 5, 4, 3, 2, 1];
        Assert.Equal(0x90, (await card.TransmitAsync(GpCommand.Select(domain).ToBytes(), Cancel)).Span[^2]);
        var answer = InitializeUpdateAnswer.Parse(await card.TransmitAsync(Scp03.InitializeUpdate(keys.KeyVersion, challenge).ToBytes(), Cancel));
        using var session = await Scp03.OpenAsync(keys, challenge, answer, level, Cancel);
        var script = session.WrapScriptWithAuthentication(commands(session.MaxCommandData).Select(c => new ScriptCommand(c, "")));
        var answers = new List<ReadOnlyMemory<byte>>();
        foreach (var command in script.ToApdus())
        {
            answers.Add(await card.TransmitAsync(command, Cancel));
            Assert.Equal(0x90, answers[^1].Span[^2]);
        }

        Assert.All(script.Verify(answers).Skip(1), v => Assert.Equal(level.HasFlag(SecurityLevel.RMac), v.IsVerified));
    }
}
