using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.SecureChannel;

/// <summary><see cref="OpenScpRecordings"/>, the off-card side.</summary>
public sealed class OpenScpSessionTests
{
    [Theory]
    [MemberData(nameof(OpenScpRecordings.Sessions), MemberType = typeof(OpenScpRecordings))]
    public async Task Session_OfOpenScp_GivesItsCommandsAndVerifiesItsAnswers(int bits, string answer, string authenticate, string[] commands, string[] answers)
    {
        var handshake = InitializeUpdateAnswer.Parse(Convert.FromHexString(answer));
        var keys = new TestKeys(0x30, OpenScpRecordings.Enc[..(bits / 4)], OpenScpRecordings.Mac[..(bits / 4)], OpenScpRecordings.Dek[..(bits / 4)]);
        using var session = await Scp03.OpenAsync(
            keys, Convert.FromHexString(OpenScpRecordings.Challenge[..(2 * handshake.Parameters.FieldLength)]), handshake, SecurityLevel.Full, TestContext.Current.CancellationToken);
        Assert.Equal(0x00082A, handshake.SequenceCounter);
        Assert.Equal(authenticate, Convert.ToHexString(session.ExternalAuthenticate.Bytes.Span));
        // The third answer is padded by more than a block, which GP Amendment D 1.1.1, 4.1.4, does not have: it is left out.
        for (var i = 0; i < commands.Length - 1; i++)
        {
            var wrapped = session.Wrap(CommandApdu.Parse(Convert.FromHexString(OpenScpRecordings.Plain[i].Command)));
            Assert.Equal(commands[i], Convert.ToHexString(wrapped.Bytes.Span));
            var verified = Assert.IsType<VerifiedAnswer>(wrapped.VerifyResponse(Convert.FromHexString(answers[i])));
            Assert.Equal((OpenScpRecordings.Plain[i].Answer, StatusWord.Success), (Convert.ToHexString(verified.Data.Span), verified.Sw));
        }
    }
}
