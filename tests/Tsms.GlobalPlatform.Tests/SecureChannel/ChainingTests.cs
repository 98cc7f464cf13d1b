using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.SecureChannel;

/// <summary>
/// Chained PUT KEY of an RSA key of 2,048 bits as two other programs sent it to the virtual card (keys 40..4F): GlobalPlatformPro (commit 236a610) at level 01,
/// gpshell3 of kaoh/globalplatform (commit 8dd2f1b) at level 33.
/// </summary>
public sealed class ChainingTests
{
    private const string Modulus =
        "B15CF134B25CDDD978A09B29D67F1051CC19B65A7D91471FDA4337D1E1A2019A1412E47878C5D35E496B413CE22AD089536ED8508C1A5BA3166A8B1920991E6BA0BE29AB987FA15D2A461DC40D37AF76"
        + "DF27D8BA15DF749F8018EC9CE16D0278A3E635DABAB3BEE2F9A29E2AE7AD79526CE5290C15423C44D361730C1619985AA1F7AF6FF4104EEC004CE558D0055A2D0E3FFD7DBF12FCA734471CCCE3669F99"
        + "BF16B916014AC0F5CC311920BE31AAA624E1F742B6DF6879E8CAA87486385DD9BFC59BF2DD31A8A08B846918DA0BEA0645E9A7EC8BE2DE5AFBD37352994588A313A873FDD6117577BCBF8079DD7023DD"
        + "D947FA3DA70AD2AA9BDA5FD227EE4A49";

    private const string Other = "505152535455565758595A5B5C5D5E5F";

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(
        "7D4FABAD11ED872E", "0000000000000000000101037086C8BD65FA1044EE59ABD080882A40D5000001", SecurityLevel.CMac, "73", "C0E234ADD78C1CB1B59EC7B9F1879FB7",
        "84D88001FF73A1820100B15CF134B25CDDD978A09B29D67F1051CC19B65A7D91471FDA4337D1E1A2019A1412E47878C5D35E496B413CE22AD089536ED8508C1A5BA3166A8B1920991E6BA0BE29AB987F"
        + "A15D2A461DC40D37AF76DF27D8BA15DF749F8018EC9CE16D0278A3E635DABAB3BEE2F9A29E2AE7AD79526CE5290C15423C44D361730C1619985AA1F7AF6FF4104EEC004CE558D0055A2D0E3FFD7DBF12"
        + "FCA734471CCCE3669F99BF16B916014AC0F5CC311920BE31AAA624E1F742B6DF6879E8CAA87486385DD9BFC59BF2DD31A8A08B846918DA0BEA0645E9A7EC8BE2DE5AFBD37352994588A313A873FDD611"
        + "7577BCBF8079DD7023DDD947FA3DA70AD2AA9BDA",
        "84D80001145FD227EE4A49A00301000100F9E9C934E205B26F00")]
    [InlineData(
        "E8D38FF545B2A98F", "0000000000000000000101037083FA042C5C10F7789A27794B17E8311A000002", SecurityLevel.Full, "70", "86BB3AA4297D990C822C13DEDD955F69",
        "84D88001FF031132C2E9F6E8084BAE17D31D134825D1224FFACCC3BA48B5CF1716303E0627145918D18DB390ED434756B75D4FE1D0808320622A2664A3E5DBA724206978B800DE939ECC06FA67E86EDA"
        + "79D3B49ADB6EEF3723DE1AEA2017273C3BDD92896E540AD2E6436A5B21A826D035B4B2CC3F132DD7727403EE786E6770DDA39A0CF109125BC0C26D6EC0285C8D1402B6071F8EDAD16113FC6E62831410"
        + "C7FA17FC810BEE1236D5AA6A12ABE2CADABCB00DC07A806718EA504A296EB62362C4BD3A50BF49908C8ACFE0D113FC70BFD6F58AD6BA3CDF9A53C23A0707F718D58DC73BC228217B4492A12F6FBBAFAA"
        + "C53868BF232C01A148233D0DFE366B22184F8DDC",
        "84D8000119FA3424FA0AB459DF764A159F85ECA98A78D85EC6C27957E15300")]
    public async Task RecordedChain_OfOtherPrograms_IsOurs(string challenge, string answer, SecurityLevel level, string version, string authenticate, string first, string last)
    {
        using var session = await OpenAsync(challenge, answer, level);
        var data = Convert.FromHexString($"{version}A1820100{Modulus}A00301000100");
        var chain = session.WrapChained(new ScriptCommand(new CommandApdu(0x80, GpInstruction.PutKey, 0x00, 0x01, data, 256), "token key"));

        Assert.Equal(authenticate, Convert.ToHexString(session.ExternalAuthenticate.Bytes.Span[5..]));
        Assert.Equal([first, last], chain.Select(c => Convert.ToHexString(c.Bytes.Span))); // one of them wrote an Le into the first, which answers nothing
        Assert.IsType<UnprotectedAnswer>(chain[0].VerifyResponse(Convert.FromHexString("9000")));
        Assert.IsType<RefusedAnswer>(chain[0].VerifyResponse(Convert.FromHexString("6A80")));
    }

    [Fact]
    public async Task Chain_OfAShortCommand_IsOneCommand()
    {
        using var session = await OpenAsync("7D4FABAD11ED872E", "0000000000000000000101037086C8BD65FA1044EE59ABD080882A40D5000001", SecurityLevel.CMac);
        Assert.Single(session.WrapChained(new ScriptCommand(GpCommand.Delete(Aid.Parse("F054534D5301")), "")));
        Assert.Equal(1, session.WrappedCommands);
    }

    [Fact]
    public async Task Chain_OfACommandThatIsNotChained_IsRefused()
    {
        using var session = await OpenAsync("7D4FABAD11ED872E", "0000000000000000000101037086C8BD65FA1044EE59ABD080882A40D5000001", SecurityLevel.CMac);
        Assert.Throws<ArgumentException>(() => session.WrapChained(new ScriptCommand(new CommandApdu(0x80, GpInstruction.Load, 0, 0, new byte[300], 256), "")));
        Assert.Throws<ArgumentException>(() => session.WrapChained(new ScriptCommand(new CommandApdu(0x80, GpInstruction.PutKey, 0, 1, new byte[65_530], 256), "")));
        Assert.Equal(0, session.WrappedCommands);
    }

    [Fact]
    public async Task FindKeys_AmongSeveral_NamesTheOneTheCardUsed()
    {
        var answer = InitializeUpdateAnswer.Parse(Convert.FromHexString("0000000000000000000101037086C8BD65FA1044EE59ABD080882A40D50000019000"));
        var right = TestKeys.Default(1);
        var wrong = new TestKeys(1, Other, Other, Other);
        var challenge = Convert.FromHexString("7D4FABAD11ED872E");

        Assert.Same(right, await Scp03.FindKeysAsync([wrong, right], challenge, answer, Cancel));
        Assert.Null(await Scp03.FindKeysAsync([wrong], challenge, answer, Cancel));
        var error = await Assert.ThrowsAsync<SecureChannelException>(async () => await Scp03.OpenAsync(wrong, challenge, answer, SecurityLevel.CMac, Cancel));
        Assert.Equal(SecureChannelFailure.CryptogramMismatch, error.Failure);
    }

    private static async Task<Scp03Session> OpenAsync(string challenge, string answer, SecurityLevel level) => await Scp03.OpenAsync(
        TestKeys.Default(1), Convert.FromHexString(challenge), InitializeUpdateAnswer.Parse(Convert.FromHexString(answer + "9000")), level, Cancel);
}
