using CsCheck;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Tests.SecureChannel;

/// <summary>
/// A card recorded in kaoh/globalplatform, globalplatform/src/scp03Test.c, send_apdu_rmac_rencryption: key 40..4F, i=70, level 33, three commands
/// whose echo comes
/// enciphered and with R-MAC. Also what a liar on the way can do with such answers.
/// </summary>
public sealed class KaohRecordedSessionTests
{
    private static readonly string[] Commands =
    [
        "84400000B80422E602DD973125102DDE05875CA115C04D811A40593DB9D9480927CC9A249BD118FB6C674A86BF70D0CD898153A438DAC4CD302B7487"
        + "6D718481FCDB9D39944453BEBD28832300C99FB8035D2DFF3E3CB3F5DAD568330127929207A179226EB5C6C52341A297CB2C8F25E481F1CE6EF6EADD"
        + "2410E70EB268AF48D29CB20CFCB8448DE83235ADA96A5EEED379C0701924707DA111DBB9039ACF8E19F1CE62AA4EF26D7C871E842ED815245F7F2D9A"
        + "9A87D9BDA54B188DCB",
        "84400000B803C6D93C9A2EBE310E2215CEAC64C9CB8A03A89657272AE001E398FB7A7F42E02210672D0927DBE2BF6F80AA322D948C2743EFBA75EC51"
        + "FD9BC5E6B4306371916CC50B0F341177FB99091F560A37C88D1A387443792E128A3A04118D0EA9F8EC989012FE4E097440411852373B4470851AC573"
        + "A0B15262E506B34F771DCC53A24E91FAD37FE67454FAAFEFCC3E2F7141DCD7174D88933629E632C1CFDD5D1D30017D0CA14FE32A022F064C93EB4769"
        + "F5A497BE036C5A563F",
        "84400000B8982E6E5F120796589037A751431F835CCF17C5A13CB4D7F5E0948CF48538FEDCD6F2F0A54F813E8BA755DFE22F7B847BF6A8BBDB1FEEC5"
        + "31B44D01B92BD55EEAA5B55B770AF293E4995E14E3076A40A89ED21A6C2F3772839E6E9A31FAB4B493AB31FE1D951AD11D9924DF15C1C33A5F3C90D1"
        + "68E2A78437ED40601B5289C56F2F020C78744C8C22141A2FCFFADB4B4FDE504EFABA6DD9D5EAD7E0F7D57B58F97C28DACD4C9E93052A0F16EFDF2A41"
        + "DDFE373917C351B9B8",
    ];

    private static readonly string[] Answers =
    [
        "20F075017DE9F58A1E3D7567CBE71140AC0EBFA376881449A0665992BB997C6A145AC6BE3B642931C2652F62B85532B45689EB3E37602E6276B72BAB"
        + "E6A0FF00BEB02473EF22792A37F70D17F7715F103528CC6122880FC86AE75E5F085F1B37492FF33DD148162DAFA203D973F3A4579F8B547FACB14034"
        + "641FC817BBDF119A9EB0F24DED4F9CE3640B46189EE2138B405446FA4F154D4F9600B288299642BEF5A387B71922A0CAD4D77D9596E8F417A6DB42CF"
        + "E2C1081E9000",
        "EFA214CD7DE37F299690265ECDBF210361CBC87EAA227C7A5FC1C984A8DFFAF82B6C1856E57C399FA46AA13F9A7150F76207BCBF7421EFE6424D1FCF"
        + "EF090F63CDF6C1F21F951E286D6A237843B4E1AD070D7FB16C883D052338F19D5C5E96135398F6251E5D48984EBE528E42A93CBD880D67D6631BCCEF"
        + "13C3D54572C77CEAD84D26F72A4A66FA13DDCFA6C1BF8F5CF4AB151D722B3DBE86841F30BA15E4B90834B122257913FAA6F09D0E540E114817C1ED9F"
        + "9D2F7AD39000",
        "0E625EA4492C2253DF239C271E0DEA22DDB136461742E6AD02FA9710588655A17B9C9C115076E00EF858C84662827AF5B90CE2374A575A7208E708BB"
        + "3D01F655A996BF10F6077F61FBD71927E352215CE9348429FDAB03A3E6EEC5C71556A3C42B98240D224314638608CFDCFE5847BB2811948956F9204B"
        + "C69085A034F33982E75BEBDEB71B59665FCEA9EDD27A85ABE908171D68E2FA639E2ABA02A27CD21E3A37EE831A1C1C1CF6ECD1B4C744EBD250EA4207"
        + "2B5300789000",
    ];

    private static byte[] Plain => [.. Enumerable.Repeat("Hello World"u8.ToArray(), 15).SelectMany(b => b)];

    private static IReadOnlyList<ReadOnlyMemory<byte>> RecordedAnswers => [new byte[] { 0x90, 0x00 }, .. Answers.Select(a => (ReadOnlyMemory<byte>)Convert.FromHexString(a))];

    [Fact]
    public async Task WrapScript_OfTheRecordedCommands_GivesTheirBytes()
    {
        var (session, script) = await Open();
        using (session)
        {
            Assert.Equal(
                ["8482330010A75F1CD48F3B93DFA57E690937921F92", .. Commands],
                script.ToApdus().Select(a => Convert.ToHexString(a.Span)));
        }
    }

    [Fact]
    public async Task Verify_OfTheRecordedAnswersCutAnywhere_VerifiesExactlyThePrefix()
    {
        var (session, script) = await Open();
        using (session)
        {
            for (var count = 0; count <= Answers.Length; count++)
            {
                var verdicts = script.Verify([.. RecordedAnswers.Take(count + 1)]);
                Assert.Equal(new UnprotectedAnswer(default, StatusWord.Success), Assert.IsType<UnprotectedAnswer>(verdicts[0]) with { Data = default });
                for (var i = 1; i <= Answers.Length; i++)
                {
                    if (i <= count)
                    {
                        Assert.Equal(StatusWord.Success, Assert.IsType<VerifiedAnswer>(verdicts[i]).Sw);
                    }
                    else
                    {
                        Assert.Equal(new UnverifiableAnswer(UnverifiableReason.Missing, null), verdicts[i]);
                    }
                }
            }
        }
    }

    [Fact]
    public async Task Verify_WhenOneAnswerIsRefused_StillVerifiesTheLaterOnes()
    {
        var (session, script) = await Open();
        using (session)
        {
            var answers = RecordedAnswers.ToArray();
            answers[2] = new byte[] { 0x69, 0x85 };
            var verdicts = script.Verify(answers);
            Assert.Equal([false, true, false, true], verdicts.Select(v => v.IsVerified));
            Assert.Equal(new RefusedAnswer(StatusWord.ConditionsNotSatisfied), verdicts[2]);
        }
    }

    [Fact]
    public async Task Verify_OfSwappedRepeatedOrInventedAnswers_VerifiesNone()
    {
        var (session, script) = await Open();
        using (session)
        {
            var a = RecordedAnswers;
            Assert.Equal([false, false, false, true], script.Verify([a[0], a[2], a[1], a[3]]).Select(v => v.IsVerified));
            Assert.Equal([false, true, false, false], script.Verify([a[0], a[1], a[1], a[1]]).Select(v => v.IsVerified));
            Assert.Equal([false, false, false, false], script.Verify([a[0], a[0], a[0], a[0]]).Select(v => v.IsVerified));
            Assert.Equal([false, false, false, false], script.Verify([a[0], a[2], a[3]]).Select(v => v.IsVerified));
            Assert.Throws<ArgumentException>(() => script.Verify([.. a, a[0]]));
        }
    }

    [Fact]
    public async Task VerifyResponse_OfAnyFlippedBit_IsNotVerified()
    {
        var (session, script) = await Open();
        using (session)
        {
            var answer = RecordedAnswers[2].ToArray();
            for (var bit = 0; bit < answer.Length * 8; bit++)
            {
                answer[bit / 8] ^= (byte)(1 << (bit % 8));
                Assert.False(script.Commands[2].VerifyResponse(answer).IsVerified, $"bit {bit}");
                answer[bit / 8] ^= (byte)(1 << (bit % 8));
            }

            Assert.True(script.Commands[2].VerifyResponse(answer).IsVerified);
        }
    }

    [Fact]
    public async Task VerifyResponse_OfAnyCutAnswer_IsNotVerified()
    {
        var (session, script) = await Open();
        using (session)
        {
            var answer = RecordedAnswers[1];
            for (var length = 0; length < answer.Length; length++)
            {
                Assert.False(script.Commands[1].VerifyResponse(answer[..length]).IsVerified, $"first {length} bytes");
                Assert.False(script.Commands[1].VerifyResponse((byte[])[.. answer.Span[..length], 0x90, 0x00]).IsVerified && length < answer.Length - 2);
            }
        }
    }

    [Fact]
    public async Task VerifyResponse_OfArbitraryBytes_NeverThrowsAndNeverVerifies()
    {
        var (session, script) = await Open();
        using (session)
        {
            Gen.Byte.Array[0, 300].Sample(bytes => !script.Commands[1].VerifyResponse(bytes).IsVerified);
            Gen.Byte.Array[0, 300].Sample(bytes => !script.Commands[1].VerifyResponse((byte[])[.. bytes, 0x90, 0x00]).IsVerified);
        }
    }

    private static async Task<(Scp03Session Session, WrappedScript Script)> Open()
    {
        var session = await Scp03.OpenAsync(
            TestKeys.Default(0),
            Convert.FromHexString("2C8130E574247B1B"),
            InitializeUpdateAnswer.Parse(Convert.FromHexString("00010203040506070809000370A5874C57119B976BF94879E36F29E0390000019000")),
            SecurityLevel.Full,
            TestContext.Current.CancellationToken);
        return (session, session.WrapScriptWithAuthentication(Enumerable.Repeat(new ScriptCommand(new CommandApdu(0x80, 0x40, 0, 0, Plain), "echo"), 3)));
    }
}
