using CsCheck;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>Whatever comes in, a card answers a status word and does not fail inside.</summary>
public sealed class AnyCommandTests
{
    private static readonly Gen<byte> Instruction = Gen.OneOf(
        Of(0xE6, 0xE8, 0xE4, 0xD8, 0xE2, 0xF0, 0xF2, 0xCA, 0x50, 0x82, 0xA4, 0x70), Gen.Byte);

    [Fact]
    public void Process_RandomBytes_AnswersAStatusWord()
    {
        using var card = Host.NewCard();
        Gen.Byte.Array[0, 40].Sample(command => Answered(card, command), iter: 5000, threads: 1);
    }

    [Fact]
    public void Process_RandomCommandsInASession_NeverFailInside()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Gen.Select(Instruction, Gen.OneOf(Of(0, 0x80, 0x02, 0x04, 0x0C, 0x10, 0x20, 0x40, 0x60, 0x88, 0x90), Gen.Byte), Gen.OneOf(Of(0, 2, 0x80, 0x81), Gen.Byte), Gen.Byte.Array[0, 60])
            .Sample((ins, p1, p2, data) =>
            {
                if (ins is 0x50 or 0x82 or 0xA4)
                {
                    return;
                }

                // A piece of a chain is answered without R-MAC, which this host does not expect here.
                p1 &= ins is 0xD8 or 0xE4 or 0xE6 ? (byte)0x7F : (byte)0xFF;
                var answer = host.Send($"80{ins:X2}{p1:X2}{p2:X2}" + (data.Length == 0 ? "00" : $"{data.Length:X2}{Convert.ToHexString(data)}00"));
                Assert.True(answer.Length >= 4);
                Assert.Null(card.LastFault);
            }, iter: 5000, threads: 1);
    }

    [Fact]
    public void Process_GoodCommandsWithOneByteChanged_NeverFailInside()
    {
        using var card = Host.NewCard();
        var host = Story.WithDomains(card);
        string[] good =
        [
            Story.InstallSd("F0545359530005", "808000"), Story.ForLoad(Story.CarKeyPackage, Story.ServiceSd, Story.Hash("CarKey")), Story.Delete(Story.CarKeyPackage),
            Story.PutKeys(Story.TsmKeys, Story.ServiceKeys, 0, 0x31), Story.FirstKeys(Story.TsmKeys, Story.ServiceKeys, 0x32), Story.ForPersonalization(Story.ServiceSd),
            "80F240020A4F005C069F70C5C4CC4F00", "80E28800 09 0070064201AA4501BB", Story.Load(Story.LoadFile("CarKey"))[0],
        ];
        Gen.Select(Gen.Int[0, good.Length - 1], Gen.Int[5, 200], Gen.Byte).Sample((which, at, value) =>
        {
            var command = Convert.FromHexString(good[which].Replace(" ", "", StringComparison.Ordinal));
            if (at < command.Length - 1)
            {
                command[at] = value;
            }

            var answer = host.Send(Convert.ToHexString(command));
            Assert.True(answer.Length >= 4);
            Assert.Null(card.LastFault);
        }, iter: 3000, threads: 1);
    }

    private static Gen<byte> Of(params byte[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static void Answered(SecureComponent card, byte[] command)
    {
        Assert.True(card.Process(command).Length >= 2);
        Assert.Null(card.LastFault);
    }
}
