using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.SecureChannel;

/// <summary>SCP03 off-card against the card: every i, S8 and S16, key length, level, APDU case and form. What is answered is what the same card answers in the plain.</summary>
public sealed class Scp03MatrixTests
{
    private static readonly SecurityLevel[] s_levels =
        [SecurityLevel.CMac, SecurityLevel.CMacCDecryption, SecurityLevel.CMacRMac, SecurityLevel.CMacCDecryptionRMac, SecurityLevel.Full];

    // case, form, command; the registry is told in sessions only, so GET STATUS is compared with that of level 01
    private static readonly (string Name, CommandApdu Command)[] s_commands =
    [
        ("case 1", new(0x80, GpInstruction.GetData, 0x00, 0x66)),
        ("case 2 short", new(0x80, GpInstruction.GetData, 0x00, 0x66, default, 256)),
        ("case 2 extended", new(0x80, GpInstruction.GetData, 0x00, 0xE0, default, 65_536)),
        ("case 3 short", new(0x80, GpInstruction.SetStatus, 0x40, 0x80, GpAid.AccessRuleApplicationMaster.Bytes)),
        ("case 3 short, back", new(0x80, GpInstruction.SetStatus, 0x40, 0x00, GpAid.AccessRuleApplicationMaster.Bytes)),
        ("case 4 short", GpCommand.GetStatus(RegistryScope.Applications)),
        ("case 4 extended", GpCommand.GetStatus(RegistryScope.Applications) with { Ne = 65_536 }),
        ("case 4 short, load", GpCommand.InstallForLoad(Aid.Parse(Story.CarKeyPackage))),
        ("case 3 extended", new(0x80, GpInstruction.Load, 0x00, 0x00, LoadFile[..600])),
        ("case 4 extended, data", new(0x80, GpInstruction.Load, 0x80, 0x01, LoadFile[600..], 256)),
        ("case 4 short, away", GpCommand.Delete(Aid.Parse(Story.CarKeyPackage))),
    ];

    public static TheoryData<byte, int> Matrix =>
    [
        .. from s16 in new byte[] { 0x00, 0x08 }
           from i in new byte[] { 0x00, 0x10, 0x20, 0x30, 0x60, 0x70 }
           where Accepts((byte)(i | s16))
           from length in new[] { 16, 24, 32 }
           select ((byte)(i | s16), length),
    ];

    private static ReadOnlyMemory<byte> LoadFile => Tsms.SmartCard.Tlv.BerTlvWriter.Encode(GpTag.LoadFileDataBlock, Story.LoadFile("CarKey"));

    [Theory]
    [MemberData(nameof(Matrix))]
    public async Task Exchange_OfEveryLevelCaseAndForm_IsVerifiedAndAsInThePlain(byte i, int length)
    {
        var token = TestContext.Current.CancellationToken;
        var key = Enumerable.Range(1, length).Select(b => (byte)(b * 7)).ToArray();
        var keys = new OpenKeys(0x30, key);
        var parameters = new Scp03Parameters(i);
        using var personalization = new CardPersonalization(0x30, key, key, key);
        using var card = SecureComponent.Create(
            CardProfiles.Find(CardProfiles.Reference) with { IssuerKeyLength = length, Scp03Options = i, ApduBuffer = 33_000 }, personalization, new byte[16]);
        card.Reset();
        var count = 0;
        var registry = "";
        foreach (var level in s_levels)
        {
            var challenge = Enumerable.Range((int)level, parameters.FieldLength).Select(b => (byte)b).ToArray();
            Assert.Equal("9000", Convert.ToHexString(card.Process(GpCommand.Select(GpAid.IssuerSecurityDomain).ToBytes()).Span[^2..]));
            var plain = s_commands[..3].Select(c => Convert.ToHexString(card.Process(c.Command.ToBytes()).Span[..^2])).ToArray();
            var answer = InitializeUpdateAnswer.Parse(card.Process(Scp03.InitializeUpdate(0, challenge).ToBytes()));
            Assert.Equal(i, answer.Parameters.I);
            if (!parameters.Permits(level))
            {
                await Assert.ThrowsAsync<SecureChannelException>(async () => await Scp03.OpenAsync(keys, challenge, answer, level, token));
                continue;
            }

            using var session = await Scp03.OpenAsync(keys, challenge, answer, level, token);
            Assert.Equal("9000", Convert.ToHexString(card.Process(session.ExternalAuthenticate.Bytes).Span));
            for (var n = 0; n < s_commands.Length; n++)
            {
                var wrapped = session.Wrap(s_commands[n].Command);
                var response = card.Process(wrapped.Bytes);
                var verdict = wrapped.VerifyResponse(response);
                var (data, sw) = verdict switch
                {
                    VerifiedAnswer v => (v.Data, v.Sw),
                    UnprotectedAnswer u => (u.Data, u.Sw),
                    _ => throw new InvalidOperationException($"i={i:X2} level {(byte)level:X2} AES-{length * 8} {s_commands[n].Name}: {verdict} of {Convert.ToHexString(response.Span)}"),
                };
                Assert.Equal(StatusWord.Success, sw);
                Assert.Equal(level.HasFlag(SecurityLevel.RMac), verdict.IsVerified);
                var hex = Convert.ToHexString(data.Span);
                if (n < plain.Length)
                {
                    Assert.Equal(plain[n], hex);
                }
                else if (n is 5 or 6)
                {
                    registry = registry.Length == 0 ? hex : registry;
                    Assert.Equal(registry, hex);
                }

                if (verdict.IsVerified)
                {
                    var changed = response.ToArray();
                    changed[n % (changed.Length - 2)] ^= 0x10;
                    Assert.False(wrapped.VerifyResponse(changed).IsVerified);
                }

                count++;
            }

            // a command changed on the way ends the session (GP Amendment D 1.1.1, 6.2.4)
            var last = session.Wrap(s_commands[1].Command).Bytes.ToArray();
            last[^2] ^= 0x01;
            Assert.Equal("6988", Convert.ToHexString(card.Process(last).Span));
        }

        Assert.Null(card.LastFault);
        TestContext.Current.TestOutputHelper?.WriteLine($"SCP03 matrix: i={i:X2} AES-{length * 8}: {count} exchanges in every permitted level, cases 1 to 4, short and extended.");
    }

    [Fact]
    public void Matrix_HasEveryParameterOfS8() => Assert.True(Matrix.Count >= 18);

    private static bool Accepts(byte i)
    {
        try
        {
            CardProfile.Parse((CardProfiles.Find(CardProfiles.Reference) with { Scp03Options = i }).ToJson());
            return true;
        }
        catch (FormatException)
        {
            return false; // a card that has no S16
        }
    }
}
