using CsCheck;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.SecureChannel;

public sealed class Scp03Tests
{
    // level 33 of pysim, AES-128
    private static readonly byte[] Host = Convert.FromHexString("fdf38259a1e0de44");
    private static readonly byte[] Answer = Convert.FromHexString("000000000000000000003003703b1aca81e821f219081cdc01c26b372d0000039000");
    private static readonly TestKeys Keys = new(0x30, "000102030405060708090a0b0c0d0e0f", "101112131415161718191a1b1c1d1e1f", "202122232425262728292a2b2c2d2e2f");

    [Fact]
    public void InitializeUpdate_WithWrongLengthOrVersion_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => Scp03.InitializeUpdate(0, new byte[7]));
        Assert.Throws<ArgumentOutOfRangeException>(() => Scp03.InitializeUpdate(0x80, new byte[8]));
        Assert.Equal("8050000010000102030405060708090A0B0C0D0E0F00", Convert.ToHexString(Scp03.InitializeUpdate(0, Enumerable.Range(0, 16).Select(i => (byte)i).ToArray()).ToBytes()));
    }

    [Theory]
    [InlineData("6A88", SecureChannelFailure.Refused, "no complete key set")]
    [InlineData("6985", SecureChannelFailure.Refused, "counter")]
    [InlineData("6982", SecureChannelFailure.Refused, "blocked")]
    [InlineData("6283", SecureChannelFailure.Refused, "locked")]
    [InlineData("6A80", SecureChannelFailure.Refused, "S16")]
    [InlineData("6D00", SecureChannelFailure.Refused, "no security domain")]
    [InlineData("6F00", SecureChannelFailure.Refused, "6F00")]
    [InlineData("90", SecureChannelFailure.MalformedAnswer, "no status word")]
    [InlineData("000000000000000000009000", SecureChannelFailure.MalformedAnswer, "10 data bytes")]
    [InlineData("6F408408A000000151000000A534732A06072A864886FC6B01600C060A2A864886FC6B02020301630906072A864886FC6B03640B06092A864886FC6B0403709F6501FF9000", SecureChannelFailure.MalformedAnswer, "67 data bytes")] // of a SELECT
    [InlineData("0000000000000000000030039000", SecureChannelFailure.MalformedAnswer, "offset 12")]
    [InlineData("000000000000000000003002000000000000000000000000000000009000", SecureChannelFailure.OtherProtocol, "SCP02")]
    [InlineData("000000000000000000003003403B1ACA81E821F219081CDC01C26B372D9000", SecureChannelFailure.MalformedAnswer, "reserved bits")]
    [InlineData("000000000000000000003003083B1ACA81E821F219081CDC01C26B372D9000", SecureChannelFailure.MalformedAnswer, "reserved bits")]
    [InlineData("000000000000000000003003703B1ACA81E821F219081CDC01C26B372D9000", SecureChannelFailure.MalformedAnswer, "asks for 32")]
    [InlineData("000000000000000000003003613B1ACA81E821F219081CDC01C26B372D9000", SecureChannelFailure.MalformedAnswer, "asks for 45")]
    public void Parse_OfAnAnswerThatOpensNothing_SaysWhy(string response, SecureChannelFailure failure, string message)
    {
        var error = Assert.Throws<SecureChannelException>(() => InitializeUpdateAnswer.Parse(Convert.FromHexString(response)));
        Assert.Equal(failure, error.Failure);
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task OpenAsync_WithAnyOtherAnswer_FailsWithoutTellingSecrets()
    {
        for (var at = 13; at < 29; at++) // card challenge and card cryptogram
        {
            var changed = Answer.ToArray();
            changed[at] ^= 0x01;
            var error = await Assert.ThrowsAsync<SecureChannelException>(async () =>
                await Scp03.OpenAsync(Keys, Host, InitializeUpdateAnswer.Parse(changed), SecurityLevel.Full, TestContext.Current.CancellationToken));
            Assert.Equal(SecureChannelFailure.CryptogramMismatch, error.Failure);
            Assert.Contains("key version 30", error.Message, StringComparison.Ordinal);
            Assert.Contains("00000000000000000000", error.Message, StringComparison.Ordinal);
            Assert.Contains("S8", error.Message, StringComparison.Ordinal);
            Assert.DoesNotContain("081CDC01", error.Message, StringComparison.OrdinalIgnoreCase);
        }
    }

    [Fact]
    public async Task OpenAsync_WithAKeySetOfAnotherVersion_NamesItAsTheReason()
    {
        var error = await Assert.ThrowsAsync<SecureChannelException>(async () => await Scp03.OpenAsync(
            TestKeys.Default(0x01), Host, InitializeUpdateAnswer.Parse(Answer), SecurityLevel.Full, TestContext.Current.CancellationToken));
        Assert.Contains("card used key version 30, the key set given is version 01", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0x00, 0x11)]
    [InlineData(0x10, 0x13)]
    [InlineData(0x30, 0x33)]
    [InlineData(0x70, 0x02)]
    [InlineData(0x70, 0x10)]
    [InlineData(0x70, 0x31)]
    public async Task OpenAsync_AtALevelThatIDoesNotPermit_IsRefusedBeforeAnythingIsDerived(byte i, byte level)
    {
        var answer = new InitializeUpdateAnswer(new byte[10], 0x30, new Scp03Parameters(i), new byte[8], new byte[8], null);
        var error = await Assert.ThrowsAsync<SecureChannelException>(async () =>
            await Scp03.OpenAsync(Keys, Host, answer, (SecurityLevel)level, TestContext.Current.CancellationToken));
        Assert.Equal(SecureChannelFailure.LevelNotPermitted, error.Failure);
    }

    [Fact]
    public async Task OpenAsync_WithAHostChallengeOfTheOtherSize_IsRefused()
    {
        var error = await Assert.ThrowsAsync<SecureChannelException>(async () =>
            await Scp03.OpenAsync(Keys, new byte[16], InitializeUpdateAnswer.Parse(Answer), SecurityLevel.Full, TestContext.Current.CancellationToken));
        Assert.Contains("must have 8 bytes", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task ForeseeAsync_WithRandomChallengesOrCounterOutOfRange_IsRefused()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        async Task Foresee(byte i, int counter) =>
            (await Scp03.ForeseeAsync(Keys, Host, new byte[10], new(i), counter, GpAid.IssuerSecurityDomain, SecurityLevel.Full, cancellationToken)).Dispose();
        await Assert.ThrowsAsync<ArgumentException>(() => Foresee(0x60, 1));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Foresee(0x70, 0));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(() => Foresee(0x70, 0x1000000));
        await Assert.ThrowsAsync<SecureChannelException>(() => Foresee(0x10, 1));
    }

    [Theory]
    [InlineData(0x70, 0x00, 255)]
    [InlineData(0x70, 0x01, 247)]
    [InlineData(0x70, 0x13, 239)]
    [InlineData(0x71, 0x11, 239)]
    [InlineData(0x71, 0x33, 223)]
    public async Task Wrap_AtTheGreatestLength_FillsTheApduAndOneByteMoreIsRefused(byte i, byte level, int greatest)
    {
        using var session = await Foreseen(i, (SecurityLevel)level);
        Assert.Equal(greatest, session.MaxCommandData);
        Assert.InRange(session.Wrap(new CommandApdu(0x80, 0xE8, 0, 0, new byte[greatest], 256)).Bytes.Length, 5 + 240, 5 + 255 + 1);
        if (level != 0)
        {
            var error = Assert.Throws<ArgumentException>(() => session.Wrap(new CommandApdu(0x80, 0xE8, 0, 0, new byte[greatest + 1], 256)));
            Assert.Contains($"at most {greatest}", error.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Wrap_OfAnExtendedCommand_StaysExtended()
    {
        using var session = await Foreseen(0x70, SecurityLevel.Full);
        var wrapped = CommandApdu.Parse(session.Wrap(new CommandApdu(0x80, 0xE8, 0x80, 0, new byte[1000], 65536)).Bytes);
        Assert.Equal(1008 + 8, wrapped.Data.Length);
        Assert.Equal(65536, wrapped.Ne);
    }

    // GP Amendment D 1.1.1, 6.2.4: the logical channel is not part of the MAC
    [Theory]
    [InlineData(0x81, 0x85)]
    [InlineData(0x83, 0x87)]
    [InlineData(0xC0, 0xE0)]
    [InlineData(0xCF, 0xEF)]
    [InlineData(0x01, 0x05)]
    public async Task Wrap_OnALogicalChannel_KeepsTheMacAndNamesTheChannel(byte cla, byte wire)
    {
        using var basic = await Foreseen(0x70, SecurityLevel.CMac);
        using var logical = await Foreseen(0x70, SecurityLevel.CMac);
        var expected = basic.Wrap(new CommandApdu((byte)(cla & 0x80), 0xCA, 0, 0x66, default, 256)).Bytes.ToArray();
        expected[0] = wire;
        Assert.Equal(expected, logical.Wrap(new CommandApdu(cla, 0xCA, 0, 0x66, default, 256)).Bytes.ToArray());
    }

    [Fact]
    public async Task Wrap_AtLevelZero_LeavesCommandsAsTheyAre()
    {
        using var session = await Foreseen(0x70, SecurityLevel.None);
        var wrapped = session.Wrap(new CommandApdu(0x80, 0xCA, 0, 0x66, default, 256));
        Assert.Equal("80CA006600", Convert.ToHexString(wrapped.Bytes.Span));
        Assert.IsType<UnprotectedAnswer>(wrapped.VerifyResponse((byte[])[0x01, 0x90, 0x00]));
    }

    [Fact]
    public async Task ExternalAuthenticate_WhenAnsweredWith6300_IsRefused()
    {
        using var session = await Foreseen(0x70, SecurityLevel.Full);
        Assert.Equal(new RefusedAnswer(StatusWord.AuthenticationFailed), session.ExternalAuthenticate.VerifyResponse((byte[])[0x63, 0x00]));
        Assert.IsType<UnprotectedAnswer>(session.ExternalAuthenticate.VerifyResponse((byte[])[0x90, 0x00]));
    }

    [Fact]
    public async Task Dispose_EndsWrappingAndVerifying()
    {
        var session = await Foreseen(0x70, SecurityLevel.Full);
        var wrapped = session.Wrap(new CommandApdu(0x80, 0xCA, 0, 0x66, default, 256));
        session.Dispose();
        Assert.Throws<ObjectDisposedException>(() => session.Wrap(new CommandApdu(0x80, 0xCA, 0, 0x66)));
        Assert.Throws<ObjectDisposedException>(() => wrapped.VerifyResponse((byte[])[1, 2, 3, 4, 5, 6, 7, 8, 0x90, 0x00]));
    }

    [Fact]
    public async Task WrapScript_InOneGoOrOneByOne_GivesTheSameBytes()
    {
        var commands = Gen.Select(Gen.Byte, Gen.Byte, Gen.Byte.Array[0, 239], (p1, p2, data) => new CommandApdu(0x80, 0xE2, p1, p2, data)).List[0, 12];
        using var opened = await Foreseen(0x70, SecurityLevel.Full);
        await commands.SampleAsync(async list =>
        {
            using var together = await Foreseen(0x70, SecurityLevel.Full);
            using var apart = await Foreseen(0x70, SecurityLevel.Full);
            var script = together.WrapScript(list.Select(c => new ScriptCommand(c, "")));
            Assert.Equal(list.Select(c => Convert.ToHexString(apart.Wrap(c).Bytes.Span)), script.ToApdus().Select(a => Convert.ToHexString(a.Span)));
            Assert.Equal(list.Count, together.WrappedCommands);
        });
    }

    [Fact]
    public void SessionKeys_OfUnequalOrWrongLength_AreRefused()
    {
        Assert.Throws<ArgumentException>(() => Scp03SessionKeys.FromKeys(new byte[16], new byte[24], new byte[16]));
        Assert.Throws<ArgumentException>(() => Scp03SessionKeys.FromKeys(new byte[15], new byte[15], new byte[15]));
        using var keys = Scp03SessionKeys.FromKeys(new byte[16], new byte[16], new byte[16]);
        Assert.Equal("SCP03 session keys", keys.ToString());
    }

    private static ValueTask<Scp03Session> Foreseen(byte i, SecurityLevel level) => Scp03.ForeseeAsync(
        Keys, new byte[new Scp03Parameters(i).FieldLength], new byte[10], new(i), 1, GpAid.IssuerSecurityDomain, level, TestContext.Current.CancellationToken);
}
