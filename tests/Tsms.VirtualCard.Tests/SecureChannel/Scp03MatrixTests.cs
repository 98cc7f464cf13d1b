using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.SecureChannel;

/// <summary>
/// SCP03, the off-card entity against the card: every i, S8 and S16, three key lengths, every level, APDU cases 1 to 4, short and extended. What is answered is what
/// the same card answers in the plain. Recorded sessions of real cards are in Scp03VectorTests and PublishedTraceTests.
/// </summary>
public sealed class Scp03MatrixTests(ITestOutputHelper output)
{
    // i: {00 10 | 20 30 | 60 70} and each with 01 (S16) permit 3, 5 and 6 of the levels 00 01 03 11 13 33.
    private const int Sessions = 4 * (3 + 5 + 6) * 3;
    private const int Refusals = (12 * 6 * 3) - Sessions;

    private static readonly SecurityLevel[] Levels =
        [SecurityLevel.None, SecurityLevel.CMac, SecurityLevel.CMacCDecryption, SecurityLevel.CMacRMac, SecurityLevel.CMacCDecryptionRMac, SecurityLevel.Full];

    // case and form, command, what it answers: null where that depends on the card; a status word alone where it is refused
    private static readonly (string Name, CommandApdu Command, string? Answer)[] Exchanges =
    [
        ("case 1, refused", new(0x80, GpInstruction.SetStatus, 0x00, 0x00), "6A86"),
        ("case 1", new(0x80, GpInstruction.GetData, 0x00, 0x66), null),
        ("case 2 short", new(0x80, GpInstruction.GetData, 0x00, 0x66, default, 256), null),
        ("case 2 extended", new(0x80, GpInstruction.GetData, 0x00, 0xE0, default, 65_536), null),
        ("case 3 short", new(0x80, GpInstruction.SetStatus, 0x40, 0x80, GpAid.AccessRuleApplicationMaster.Bytes), "9000"),
        ("case 3 short, back", new(0x80, GpInstruction.SetStatus, 0x40, 0x00, GpAid.AccessRuleApplicationMaster.Bytes), "9000"),
        ("case 4 short", GpCommand.GetStatus(RegistryScope.Applications), null),
        ("case 4 extended", GpCommand.GetStatus(RegistryScope.Applications) with { Ne = 65_536 }, null),
        ("case 4 short, INSTALL", GpCommand.InstallForLoad(Aid.Parse(Story.CarKeyPackage)), "009000"),
        ("case 3 extended", new(0x80, GpInstruction.Load, 0x00, 0x00, LoadFile[..600]), "009000"),
        ("case 4 extended, LOAD", new(0x80, GpInstruction.Load, 0x80, 0x01, LoadFile[600..], 256), "009000"),
        ("case 4 short, DELETE", GpCommand.Delete(Aid.Parse(Story.CarKeyPackage)), "009000"),
    ];

    private static ReadOnlyMemory<byte> LoadFile => BerTlvWriter.Encode(GpTag.LoadFileDataBlock, Story.LoadFile("CarKey"));

    [Fact]
    public async Task Matrix_OfOptionKeyLengthLevelCaseAndForm_IsVerifiedAndAsInThePlain()
    {
        var (sessions, exchanges, refusals) = (0, 0, 0);
        foreach (var i in from s16 in new byte[] { 0x00, 0x01 } from option in new byte[] { 0x00, 0x10, 0x20, 0x30, 0x60, 0x70 } select (byte)(option | s16))
        {
            foreach (var length in new[] { 16, 24, 32 })
            {
                using var bench = new Bench(i, length);
                foreach (var level in Levels)
                {
                    using var session = await bench.OpenAsync(level);
                    if (session is null)
                    {
                        refusals++;
                        continue;
                    }

                    sessions++;
                    exchanges += bench.Exchange(session);
                }
            }
        }

        output.WriteLine($"SCP03 matrix: {exchanges} exchanges in {sessions} sessions, {refusals} levels refused as i has it; 12 values of i, AES-128, 192, 256");
        Assert.Equal((Sessions, Sessions * Exchanges.Length, Refusals), (sessions, exchanges, refusals));
    }

    /// <summary>A card with an option and a key length, and what it answers in the plain.</summary>
    private sealed class Bench : IDisposable
    {
        private readonly SecureComponent _card;
        private readonly OpenKeys _keys;
        private readonly Scp03Parameters _parameters;
        private readonly string _name;
        private string _registry = "";

        public Bench(byte i, int length)
        {
            var key = Enumerable.Range(1, length).Select(b => (byte)(b * 7)).ToArray();
            (_keys, _parameters, _name) = (new OpenKeys(0x30, key), new Scp03Parameters(i), $"i={i:X2} AES-{length * 8}");
            using var personalization = new CardPersonalization(0x30, key, key, key);
            _card = SecureComponent.Create(
                CardProfiles.Find(CardProfiles.Reference) with { IssuerKeyLength = length, Scp03Options = i, ApduBuffer = 33_000, MinimumSecurityLevel = 0 }, personalization, new byte[16]);
            _card.Reset();
        }

        /// <summary>A session, or null where card and off-card entity both refuse the level.</summary>
        public async Task<Scp03Session?> OpenAsync(SecurityLevel level)
        {
            var token = TestContext.Current.CancellationToken;
            var challenge = Enumerable.Range((int)level, _parameters.FieldLength).Select(b => (byte)b).ToArray();
            Assert.EndsWith("9000", Send(GpCommand.Select(GpAid.IssuerSecurityDomain).ToBytes()), StringComparison.Ordinal);
            var bytes = _card.Process(Scp03.InitializeUpdate(0, challenge).ToBytes());

            // 10 diversification · version, 03, i · challenge · cryptogram · counter where it is pseudo-random · status word
            Assert.Equal(13 + (2 * _parameters.FieldLength) + (_parameters.PseudoRandomChallenge ? 3 : 0) + 2, bytes.Length);
            var answer = InitializeUpdateAnswer.Parse(bytes);
            Assert.Equal((_parameters.I, 0x30), (answer.Parameters.I, answer.KeyVersion));
            if (_parameters.Permits(level))
            {
                var session = await Scp03.OpenAsync(_keys, challenge, answer, level, token);
                Assert.Equal("9000", Send(session.ExternalAuthenticate.Bytes));
                return session;
            }

            await Assert.ThrowsAsync<SecureChannelException>(async () => await Scp03.OpenAsync(_keys, challenge, answer, level, token));
            Assert.Equal("6A86", Send(new CommandApdu(0x84, GpInstruction.ExternalAuthenticate, (byte)level, 0, new byte[2 * _parameters.FieldLength]).ToBytes()));
            return null;
        }

        /// <summary>Sends all; returns how many there were.</summary>
        public int Exchange(Scp03Session session)
        {
            using var plain = _card.Clone();
            plain.Reset();
            foreach (var (name, command, expected) in Exchanges)
            {
                var where = $"{_name} level {(byte)session.Level:X2} {name}";
                var wrapped = session.Wrap(command);
                var response = _card.Process(wrapped.Bytes);
                var verdict = wrapped.VerifyResponse(response);
                var answer = verdict switch
                {
                    VerifiedAnswer v => Convert.ToHexString(v.Data.Span) + v.Sw.Value.ToString("X4", System.Globalization.CultureInfo.InvariantCulture),
                    UnprotectedAnswer u => Convert.ToHexString(u.Data.Span) + u.Sw.Value.ToString("X4", System.Globalization.CultureInfo.InvariantCulture),
                    RefusedAnswer r => r.Sw.Value.ToString("X4", System.Globalization.CultureInfo.InvariantCulture),
                    _ => $"{verdict} of {Convert.ToHexString(response.Span)}",
                };
                Assert.True(answer == (expected ?? Known(plain, command, answer)), $"{where}: {answer}");
                Assert.True(verdict.IsVerified == (session.Level.HasFlag(SecurityLevel.RMac) && verdict is not RefusedAnswer), where);
                if (verdict.IsVerified)
                {
                    var changed = response.ToArray();
                    changed[name.Length % (changed.Length - 2)] ^= 0x10;
                    Assert.False(wrapped.VerifyResponse(changed).IsVerified, where);
                }
            }

            if (session.Level != SecurityLevel.None)
            {
                // A command that was changed on the way ends the session (GP Amendment D 1.1.1, 6.2.4).
                var last = session.Wrap(Exchanges[2].Command).Bytes.ToArray();
                last[^2] ^= 0x01;
                Assert.Equal("6988", Send(last));
                Assert.Equal("6982", Send(session.Wrap(Exchanges[2].Command).Bytes));
            }

            Assert.Null(_card.LastFault);
            return Exchanges.Length;
        }

        public void Dispose() => _card.Dispose();

        /// <summary>GET DATA is free to all; the registry is told in sessions only, so it is compared with what the first session was told.</summary>
        private string Known(SecureComponent plain, CommandApdu command, string answer)
        {
            if (command.Ins == GpInstruction.GetData)
            {
                return Convert.ToHexString(plain.Process(command.ToBytes()).Span);
            }

            _registry = _registry.Length == 0 && answer.StartsWith("E3", StringComparison.Ordinal) ? answer : _registry;
            return _registry;
        }

        private string Send(ReadOnlyMemory<byte> command) => Convert.ToHexString(_card.Process(command).Span);
    }
}
