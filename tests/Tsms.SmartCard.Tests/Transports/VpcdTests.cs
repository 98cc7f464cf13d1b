using System.Buffers.Binary;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Tsms.SmartCard.Transports;
using Tsms.SmartCard.Transports.Vpcd;

namespace Tsms.SmartCard.Tests.Transports;

/// <summary>The card's side of vpcd against a reader that speaks its protocol; the real one is in the tests of the virtual card.</summary>
public sealed class VpcdTests
{
    private static readonly byte[] Atr = [0x3B, 0x80, 0x80, 0x01, 0x01];

    [Fact]
    public async Task Card_InTheReader_AnswersControlsAndCommands()
    {
        await using var reader = await Reader.PlugAsync(new Processor());

        Assert.Equal(Atr, await reader.AskAsync(4));
        Assert.Equal(Atr, await reader.AskAsync(4));
        await reader.SendAsync(0); // power off
        await reader.SendAsync(1); // power on
        Assert.Equal([0, 0xA4, 4, 0, 0x90, 0], await reader.AskAsync(0, 0xA4, 4, 0));
        await reader.SendAsync(2); // reset
        Assert.Equal([0x80, 0xCA, 0, 0x66, 0, 0x90, 0], await reader.AskAsync(0x80, 0xCA, 0, 0x66, 0));
        Assert.Equal([0x34, 0x90, 0], await reader.AskAsync(0x34)); // a command of one byte, as a host may send it
        Assert.Equal(["reset", "off", "reset", "00A40400", "reset", "80CA006600", "34"], reader.Card.Calls);
        Assert.Equal([VpcdState.Connected, VpcdState.PowerOff, VpcdState.PowerOn, VpcdState.PowerOn], reader.States);
    }

    [Theory]
    [InlineData(0, false)] // a command without power
    [InlineData(1, true)] // power lost inside a command
    public async Task Card_ThatIsMute_LeavesTheReaderAndComesBack(byte control, bool isMute)
    {
        await using var reader = await Reader.PlugAsync(new Processor { IsMute = isMute });

        await reader.SendAsync(control);
        await reader.SendAsync(0, 0xA4, 4, 0);
        await reader.AcceptAgainAsync();
        Assert.Equal(Atr, await reader.AskAsync(4));
        Assert.Contains(reader.Events, e => e.State == VpcdState.Disconnected && e.Message.Contains("mute", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Card_WhenVpcdGoesAway_ConnectsAgainAndIsReset()
    {
        await using var reader = await Reader.PlugAsync(new Processor());
        await reader.SendAsync(1);

        await reader.AcceptAgainAsync();
        Assert.Equal(Atr, await reader.AskAsync(4));
        Assert.Equal(2, reader.Card.Calls.Count(c => c == "reset"));
        Assert.Contains(VpcdState.Disconnected, reader.States);
    }

    [Fact]
    public async Task Card_WhenVpcdBreaksInsideAMessage_SaysSoAndConnectsAgain()
    {
        await using var reader = await Reader.PlugAsync(new Processor());

        await reader.SendRawAsync(0, 5, 0x80, 0xCA);
        await reader.AcceptAgainAsync();
        Assert.Equal(Atr, await reader.AskAsync(4));
        Assert.Contains(reader.Events, e => e.State == VpcdState.Disconnected && e.Message.Contains("broke", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(65_535, true)]
    [InlineData(65_536, false)]
    public async Task Answer_AsLongAsAMessage_IsTheLongestThatPasses(int length, bool passes)
    {
        await using var reader = await Reader.PlugAsync(new Processor { AnswerLength = length });

        await reader.SendAsync(1);
        if (passes)
        {
            Assert.Equal(length, (await reader.AskAsync(0x80, 0xCA, 0, 0x66, 0)).Length);
            return;
        }

        await reader.SendAsync(0x80, 0xCA, 0, 0x66, 0);
        await reader.AcceptAgainAsync();
        Assert.Contains(reader.Events, e => e.Message.Contains("at most 65535", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Card_WithAnAtrThatIsNone_IsNotServed()
    {
        await using var reader = await Reader.PlugAsync(new Processor { AtrLength = 1 });

        await reader.SendAsync(4);
        await reader.AcceptAgainAsync();
        Assert.Contains(reader.Events, e => e.Message.Contains("2 to 33", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Run_WithNobodyThere_SaysWhereAndGivesUpAfterTheAttemptsAllowed()
    {
        using var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var port = ((IPEndPoint)free.LocalEndpoint).Port;
        free.Stop();
        var events = new Events();
        var options = new VpcdOptions { Port = port, RetryDelay = TimeSpan.Zero, MaxAttempts = 3 };
        var processor = new Processor();

        var error = await Assert.ThrowsAsync<TransportException>(
            () => VpcdConnection.RunAsync(new InProcessCard("eSE1", processor), options, events, TimeProvider.System, TestContext.Current.CancellationToken));
        Assert.Contains($"127.0.0.1:{port}", error.Message, StringComparison.Ordinal);
        Assert.Contains("pcscd", error.Message, StringComparison.Ordinal);
        Assert.Equal([VpcdState.Waiting, VpcdState.Waiting], events.All.Select(e => e.State));
        Assert.Equal(["off"], processor.Calls);
    }

    [Theory]
    [InlineData("", "127.0.0.1", 35963)]
    [InlineData("card.example", "card.example", 35963)]
    [InlineData("card.example:1", "card.example", 1)]
    [InlineData(":65535", "127.0.0.1", 65535)]
    [InlineData("[::1]:35964", "::1", 35964)]
    [InlineData("[::1]", "::1", 35963)]
    public void Parse_OfAnAddress_KeepsDefaultsForWhatIsLeftOut(string text, string host, int port)
    {
        var options = VpcdOptions.Parse(text);
        Assert.Equal((host, port), (options.Host, options.Port));
    }

    [Theory]
    [InlineData("host:")]
    [InlineData("host:0")]
    [InlineData("host:65536")]
    [InlineData("host:12a")]
    [InlineData("[::1")]
    public void Parse_OfNoAddress_SaysWhatToWrite(string text) =>
        Assert.Contains("35963", Assert.Throws<FormatException>(() => VpcdOptions.Parse(text)).Message, StringComparison.Ordinal);

    private sealed class Events : IProgress<VpcdEvent>
    {
        public ConcurrentQueue<VpcdEvent> All { get; } = new();

        public void Report(VpcdEvent value) => All.Enqueue(value);
    }

    private sealed class Processor : ICardProcessor
    {
        public ConcurrentQueue<string> Calls { get; } = new();

        public bool IsMute { get; init; }

        public int AtrLength { get; init; } = 5;

        public int AnswerLength { get; init; }

        public ReadOnlyMemory<byte> Reset()
        {
            Calls.Enqueue("reset");
            return Atr.AsMemory(0, AtrLength);
        }

        public void PowerOff() => Calls.Enqueue("off");

        public ReadOnlyMemory<byte> Process(ReadOnlyMemory<byte> command)
        {
            Calls.Enqueue(Convert.ToHexString(command.Span));
            return IsMute ? default : AnswerLength > 0 ? new byte[AnswerLength] : (byte[])[.. command.Span, 0x90, 0];
        }
    }

    /// <summary>A reader that listens as vpcd does.</summary>
    private sealed class Reader : IAsyncDisposable
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        private readonly Events _events = new();
        private Task _run = Task.CompletedTask;
        private TcpClient _client = new();

        private Reader(Processor card) => Card = card;

        public Processor Card { get; }

        public IEnumerable<VpcdEvent> Events => _events.All;

        public IEnumerable<VpcdState> States => _events.All.Select(e => e.State);

        public static async Task<Reader> PlugAsync(Processor card)
        {
            var reader = new Reader(card);
            reader._listener.Start();
            var options = new VpcdOptions { Port = ((IPEndPoint)reader._listener.LocalEndpoint).Port, RetryDelay = TimeSpan.Zero };
            reader._run = VpcdConnection.RunAsync(new InProcessCard("eSE1", card), options, reader._events, TimeProvider.System, reader._cancel.Token);
            reader._client = await reader._listener.AcceptTcpClientAsync(reader._cancel.Token);
            return reader;
        }

        public async Task AcceptAgainAsync()
        {
            _client.Client.Shutdown(SocketShutdown.Send);
            var old = _client;
            _client = await _listener.AcceptTcpClientAsync(_cancel.Token);
            old.Dispose();
        }

        public ValueTask SendRawAsync(params byte[] bytes) => _client.GetStream().WriteAsync(bytes, _cancel.Token);

        public ValueTask SendAsync(params byte[] message) => SendRawAsync([(byte)(message.Length >> 8), (byte)message.Length, .. message]);

        public async Task<byte[]> AskAsync(params byte[] message)
        {
            await SendAsync(message);
            var length = new byte[2];
            await _client.GetStream().ReadExactlyAsync(length, _cancel.Token);
            var answer = new byte[BinaryPrimitives.ReadUInt16BigEndian(length)];
            await _client.GetStream().ReadExactlyAsync(answer, _cancel.Token);
            return answer;
        }

        public async ValueTask DisposeAsync()
        {
            await _cancel.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => _run);
            Assert.Equal("off", Card.Calls.Last());
            _client.Dispose();
            _listener.Dispose();
            _cancel.Dispose();
        }
    }
}
