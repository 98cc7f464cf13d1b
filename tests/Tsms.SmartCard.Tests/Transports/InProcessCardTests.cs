using Tsms.SmartCard.Transports;

namespace Tsms.SmartCard.Tests.Transports;

public sealed class InProcessCardTests
{
    [Fact]
    public async Task TransmitAsync_WithoutPower_IsATransportError()
    {
        await using var card = new InProcessCard("eSE1", new Echo());
        var cancel = TestContext.Current.CancellationToken;

        Assert.Equal("eSE1", card.Name);
        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(new byte[4], cancel));
        Assert.Equal([0x3B, 0], (await card.ResetAsync(cancel)).ToArray());
        Assert.Equal([1, 2, 3, 4, 0x90, 0], (await card.TransmitAsync(new byte[] { 1, 2, 3, 4 }, cancel)).ToArray());
        await card.PowerOffAsync(cancel);
        await Assert.ThrowsAsync<TransportException>(async () => await card.TransmitAsync(new byte[4], cancel));
    }

    [Fact]
    public async Task TransmitAsync_ManyAtOnce_ReachTheCardOneByOne()
    {
        var echo = new Echo();
        await using var card = new InProcessCard("eSE1", echo);
        var cancel = TestContext.Current.CancellationToken;
        await card.ResetAsync(cancel);

        await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => Task.Run(async () => await card.TransmitAsync(new byte[4], cancel), cancel)));
        Assert.Equal(50, echo.Commands);
        Assert.False(echo.Overlapped);
    }

    private sealed class Echo : ICardProcessor
    {
        private int _inside;

        public int Commands { get; private set; }

        public bool Overlapped { get; private set; }

        public ReadOnlyMemory<byte> Reset() => new byte[] { 0x3B, 0 };

        public void PowerOff()
        {
        }

        public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command)
        {
            Overlapped |= Interlocked.Increment(ref _inside) > 1;
            Commands++;
            Interlocked.Decrement(ref _inside);
            return (byte[])[.. command.Span, 0x90, 0];
        }
    }
}
