using Tsms.GlobalPlatform.Tests.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.Tests.SecureChannel;

/// <summary><see cref="OpenScpRecordings"/>, the card's side.</summary>
public sealed class OpenScpSessionTests
{
    [Theory]
    [MemberData(nameof(OpenScpRecordings.Sessions), MemberType = typeof(OpenScpRecordings))]
    public void Session_OfOpenScp_TakesItsCommandsAndGivesItsAnswers(int bits, string answer, string authenticate, string[] commands, string[] answers)
    {
        var bytes = Convert.FromHexString(answer);
        var options = new Scp03Options(bytes[12]);
        using var enc = new CardKey(0x30, CardKey.Enc, KeyType.Aes, Convert.FromHexString(OpenScpRecordings.Enc[..(bits / 4)]));
        using var mac = new CardKey(0x30, CardKey.Mac, KeyType.Aes, Convert.FromHexString(OpenScpRecordings.Mac[..(bits / 4)]));
        using var dek = new CardKey(0x30, CardKey.Dek, KeyType.Aes, Convert.FromHexString(OpenScpRecordings.Dek[..(bits / 4)]));
        using var session = new Scp03Session(
            new Scp03Keys(enc, mac, dek), GpAid.IssuerSecurityDomain, options, Convert.FromHexString(OpenScpRecordings.Challenge[..(2 * options.BlockLength)]), bytes.AsSpan(13, options.BlockLength));
        Assert.Equal(bytes[(13 + options.BlockLength)..(13 + (2 * options.BlockLength))], session.CardCryptogram.ToArray());
        session.Authenticate(CommandApdu.Parse(Convert.FromHexString(authenticate)));
        // The third answer is padded by more than a block, which GP Amendment D 1.1.1, 4.1.4, does not have: it is left out.
        for (var i = 0; i < commands.Length - 1; i++)
        {
            Assert.Equal(OpenScpRecordings.Plain[i].Command, Convert.ToHexString(session.Unwrap(CommandApdu.Parse(Convert.FromHexString(commands[i]))).ToBytes()));
            Assert.Equal(answers[i], Convert.ToHexString(session.Wrap(Convert.FromHexString(OpenScpRecordings.Plain[i].Answer), StatusWord.Success)));
        }
    }
}
