using Tsms.SmartCard;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Pcsc;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Reach;

/// <summary>The PC/SC transport over a real pcscd, the card behind vpcd.</summary>
[Collection(RealReaderTestGroup.Name)]
public sealed class PcscCardTests
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_WithACard_IsListedWithItsAtr()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));

        var found = PcscReaders.Find("virtual pcd 00 01");
        Assert.Equal(reader.Name, found.Name);
        Assert.True(found is { IsCardPresent: true, IsExclusive: false, IsMute: false });
        Assert.Equal(component.Profile.Atr, Convert.ToHexString(found.Atr.Span));
        Assert.Contains("'Virtual PCD 00 01' (card)", Assert.Throws<TransportException>(() => PcscReaders.Find("no such reader")).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transmit_OverTheReader_AnswersAsInProcess()
    {
        using var near = Host.NewCard();
        using var far = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", far));
        await using var card = new PcscCard(reader.Name, "eSE1");
        string[] commands =
        [
            "00A4040000", "80CA006600", "80CA9F7F00", "80CA00E000", "0070000001", "00A4040007A000000003000000", "00000000", "80CA006600000000", "80F28002024F0000",
        ];

        Assert.Equal("eSE1", card.Name);
        Assert.Equal(near.Profile.Atr, Convert.ToHexString((await card.ResetAsync(Cancel)).Span));
        foreach (var bytes in commands.Select(Convert.FromHexString))
        {
            Assert.Equal(Convert.ToHexString(near.Process(bytes).Span), Convert.ToHexString((await card.TransmitAsync(bytes, Cancel)).Span));
        }
    }

    [Fact]
    public async Task Transmit_ExtendedBothWays_PassesWhole()
    {
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", new Echo()));
        await using var card = new PcscCard(reader.Name);
        await card.ResetAsync(Cancel);

        foreach (var length in new[] { 0, 1, 255, 256, 4096, 65_000 })
        {
            var command = new CommandApdu(0x80, 0x10, 0, 0, Enumerable.Range(0, length).Select(i => (byte)i).ToArray(), 65_536).ToBytes();
            var answer = await card.TransmitAsync(command, Cancel);
            Assert.Equal([.. command, 0x90, 0x00], answer.ToArray());
        }
    }

    [Fact]
    public async Task Reset_WithoutACard_SaysSo()
    {
        var name = await RealReader.FindAsync();
        using (var component = Host.NewCard())
        {
            await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        }

        await PcscReaders.WaitForRemovalAsync(name, Cancel);
        await using var card = new PcscCard(name);
        var error = await Assert.ThrowsAsync<TransportException>(async () => await card.ResetAsync(Cancel));
        Assert.Contains("no card", error.Message, StringComparison.Ordinal);
        Assert.Contains(name, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Reset_OfAReaderThatIsNone_SaysSo()
    {
        await RealReader.FindAsync();
        await using var card = new PcscCard("No such reader");
        var error = await Assert.ThrowsAsync<TransportException>(async () => await card.ResetAsync(Cancel));
        Assert.Contains("no such reader", error.Message, StringComparison.Ordinal);
        Assert.Contains("80100009", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Transmit_WithoutPower_SaysSo()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        await using var card = new PcscCard(reader.Name);

        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(new byte[4], Cancel));
        await card.ResetAsync(Cancel);
        await card.PowerOffAsync(Cancel);
        await card.PowerOffAsync(Cancel);
        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(new byte[4], Cancel));
        await card.ResetAsync(Cancel);
        Assert.Equal(0x90, (await card.TransmitAsync(Convert.FromHexString("00A4040000"), Cancel)).Span[^2]);
    }

    [Fact]
    public async Task Card_ThatSomebodyHolds_IsRefusedToOthers()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        await using var first = new PcscCard(reader.Name);
        await using var second = new PcscCard(reader.Name);
        await using var third = new PcscCard(reader.Name, shared: true);
        await first.ResetAsync(Cancel);

        Assert.True(PcscReaders.Find(reader.Name).IsExclusive);
        var error = await Assert.ThrowsAsync<TransportException>(async () => await second.ResetAsync(Cancel));
        Assert.Contains("another program holds the card", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<TransportException>(async () => await third.ResetAsync(Cancel));
        await first.PowerOffAsync(Cancel);
        await third.ResetAsync(Cancel);
    }

    [Fact]
    public async Task SharedCard_ThatAnotherProgramResets_SaysSoOnce()
    {
        using var component = Host.NewCard();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        await using var first = new PcscCard(reader.Name, shared: true);
        await using var second = new PcscCard(reader.Name, shared: true);
        await first.ResetAsync(Cancel);
        await second.ResetAsync(Cancel);

        var error = await Assert.ThrowsAsync<TransportException>(async () => await first.TransmitAsync(Convert.FromHexString("00A4040000"), Cancel));
        Assert.Contains("reset the card", error.Message, StringComparison.Ordinal);
        await first.ResetAsync(Cancel);
        Assert.Equal(0x90, (await first.TransmitAsync(Convert.FromHexString("00A4040000"), Cancel)).Span[^2]);
    }

    [Fact]
    public async Task Card_TakenOut_IsATransportError()
    {
        using var component = Host.NewCard();
        var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", component));
        await using var card = new PcscCard(reader.Name);
        await card.ResetAsync(Cancel);

        await reader.DisposeAsync();
        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(Convert.FromHexString("00A4040000"), Cancel));
        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(Convert.FromHexString("00A4040000"), Cancel));
    }

    [Fact]
    public async Task Card_ThatLosesPowerInACommand_IsATransportErrorAndComesBack()
    {
        using var component = Host.NewCard();
        var host = new Host(component);
        host.Select(Story.Isd);
        Assert.Equal("9000", host.Open());
        component.PowerOff();
        await using var reader = await RealReader.InsertAsync(new InProcessCard("eSE1", new Mute(component)));
        await using var card = new PcscCard(reader.Name);
        await card.ResetAsync(Cancel);

        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(Convert.FromHexString("FF000000"), Cancel));
        await reader.WaitForRemovalAsync();
        await reader.WaitForCardAsync();
        await card.ResetAsync(Cancel);
        Assert.Equal(0x90, (await card.TransmitAsync(Convert.FromHexString("00A4040000"), Cancel)).Span[^2]);
    }

    private sealed class Echo : ICardProcessor
    {
        public ReadOnlyMemory<byte> Reset() => Convert.FromHexString("3B80800101");

        public void PowerOff()
        {
        }

        public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command) => (byte[])[.. command.Span, 0x90, 0];
    }

    /// <summary>A card that is mute to the class FF, once.</summary>
    private sealed class Mute(ICardProcessor card) : ICardProcessor
    {
        public ReadOnlyMemory<byte> Reset() => card.Reset();

        public void PowerOff() => card.PowerOff();

        public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command)
        {
            if (command.Span[0] != 0xFF)
            {
                return card.Process(command);
            }

            card.PowerOff();
            return default;
        }
    }
}
