using Tsms.SmartCard;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Fuzz;

/// <summary>Makes the next command for a card in whatever state it is: right ones, right ones with something changed, and noise.</summary>
internal sealed class CommandMutator(SecureComponent card, Random chance)
{
    private const int Channels = 6;

    private static readonly string[] Names =
    [
        Story.Isd, Story.TsmSd, Story.ServiceSd, Story.CarKey, Story.Vault, "A00000015141434C00", "A000000151", "F0545359530009", Story.CarKeyPackage, Story.VaultPackage, "",
    ];

    private static readonly string[] Good =
    [
        Story.InstallSd("F0545359530009", "808000"), Story.InstallSd("F0545359530008", "80C000"), Story.Delete("F0545359530009"),
        Story.Install(Story.CarKeyPackage, Story.CarKeyModule, "F054534D53010102"), Story.Install(Story.VaultPackage, Story.VaultModule, "F054534D53020102", "EF08C8021000D8020200C900", "04"),
        Story.Delete("F054534D53010102"), Story.Delete(Story.CarKey), Story.Delete(Story.VaultPackage, related: true), Story.ForPersonalization(Story.Vault),
        Story.ForPersonalization("F0545359530009"), Story.ForPersonalization("A00000015141434C00"),
        "80E288000C010104313233340102024142", "80E2900006 4201AA 4501BB", "80E2900014F012E210E1094F05A000000001C100E303D00101",
        Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys, 0x32), Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x33), Story.PutKeys(Story.ServiceKeys, Story.ServiceKeys, 0x30, 0x30),
        Story.Apdu("80F04080", Story.CarKey, ""), Story.Apdu("80F04007", Story.CarKey, ""), Story.Apdu("80F06080", Story.ServiceSd, ""), Story.Apdu("80F06000", Story.ServiceSd, ""),
        "80F28002024F0000", "80F24002024F0000", "80F21002024F0000", "80F24002094F005C069F70C5C4CC00", "80F24003024F0000", "80CA00E000", "80CA006700", "80CA9F7F00", "80CAFF4000",
        "80CADF2000", "80CAFF2100", "80CA00C100", "00CB2F00025C0000", Story.ForLoad("F054534D5309", ""), "80E80000C8C48200F0DECAFFED", "80E8800002C400",
        Story.Apdu("80E61000", Story.Lv(Story.TsmSd) + "00" + Story.Lv(Story.CarKey) + "000000"), Story.Apdu("80E64000", "0000" + Story.Lv(Story.CarKey) + "03000100" + "0000"),
        Story.Apdu("80E60E01", Story.Lv("F054534D5309") + "00000000"), "8010000000", "8020000004313233340000", "00A4040000", "80500000080102030405060708",
    ];

    private readonly Host[] _hosts = [.. Enumerable.Range(0, Channels).Select(i => new Host(card, i))];
    private readonly bool[] _open = new bool[Channels];

    /// <summary>Sends something and returns both, as hexadecimal digits.</summary>
    public (string Sent, string Answer) Next() => Power(Choose());

    private (string Sent, string Answer) Choose()
    {
        var channel = chance.Next(10) < 6 ? 0 : chance.Next(Channels);
        var host = _hosts[channel];
        switch (chance.Next(100))
        {
            case 0:
                Array.Clear(_open);
                return ("reset", Convert.ToHexString(card.Reset().Span) + "9000");
            case 1:
                card.CutPowerAfterWrites(chance.Next(6));
                return Send(host, channel, Pick(Good));
            case < 8:
                return ("open or close a channel", _hosts[0].Raw(chance.Next(6) == 0 ? $"007080{chance.Next(Channels):X2}" : $"007000{chance.Next(Channels):X2}"));
            case < 16:
                _open[channel] = false;
                var name = Pick(Names);
                return ($"SELECT {name}", chance.Next(4) == 0 ? host.Raw($"00A40402{name.Length / 2:X2}{name}00") : host.Select(name));
            case < 36:
                return Open(host, channel);
            case < 66:
                return Send(host, channel, Pick(Good));
            case < 90:
                return Send(host, channel, Mutate(Pick(Good)));
            default:
                var noise = new byte[chance.Next(4, 40)];
                chance.NextBytes(noise);
                return (Convert.ToHexString(noise), Convert.ToHexString(card.Process(noise).Span));
        }
    }

    private (string Sent, string Answer) Open(Host host, int channel)
    {
        var (name, key) = chance.Next(3) switch
        {
            0 => (Story.Isd, Host.TestKeys),
            1 => (Story.TsmSd, Story.TsmKeys),
            _ => (Story.ServiceSd, Story.ServiceKeys),
        };
        host.Select(name);
        var level = (byte)(chance.Next(5) switch { 0 => 0x01, 1 => 0x03, 2 => 0x11, 3 => 0x13, _ => 0x33 });
        var answer = host.Open(level, key: key);
        _open[channel] = answer == "9000";
        return ($"open {name} at {level:X2}", answer);
    }

    private (string Sent, string Answer) Send(Host host, int channel, string command)
    {
        var clean = command.Replace(" ", "", StringComparison.Ordinal);
        if (!_open[channel] || !CommandApdu.TryParse(Convert.FromHexString(clean), out var plain, out _) || plain.Data.Length > 230)
        {
            return (clean, host.Raw(clean));
        }

        // What comes back is not unwrapped: an answer is looked at by its status word here.
        var answer = Convert.ToHexString(card.Process(host.Wrap(plain)).Span);
        return ($"wrapped {clean}", answer);
    }

    private (string Sent, string Answer) Power((string Sent, string Answer) what)
    {
        if (what.Answer.Length == 0)
        {
            Array.Clear(_open);
            if (chance.Next(2) == 0)
            {
                card.CutPowerInRecovery(chance.Next(4));
            }

            if (card.Reset().Length == 0)
            {
                card.Reset();
            }
        }

        return what;
    }

    private string Mutate(string command)
    {
        var bytes = Convert.FromHexString(command.Replace(" ", "", StringComparison.Ordinal)).ToList();
        for (var changes = chance.Next(1, 4); changes > 0; changes--)
        {
            var at = chance.Next(1, bytes.Count);
            switch (chance.Next(4))
            {
                case 0 when bytes.Count > 6:
                    bytes.RemoveAt(at);
                    break;
                case 1:
                    bytes.Insert(at, (byte)chance.Next(256));
                    break;
                case 2:
                    bytes[at] ^= (byte)(1 << chance.Next(8));
                    break;
                default:
                    bytes[at] = (byte)chance.Next(256);
                    break;
            }
        }

        // Half of them get a length that fits again, so that they reach what is behind the parser.
        if (chance.Next(2) == 0 && bytes.Count is > 6 and < 255)
        {
            bytes[4] = (byte)(bytes.Count - 6);
        }

        return Convert.ToHexString([.. bytes]);
    }

    private T Pick<T>(T[] from) => from[chance.Next(from.Length)];
}
