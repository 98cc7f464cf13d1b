using Tsms.Sdk.Logging;

namespace Tsms.Sdk.Tests;

public sealed class SdkLogTests : ITsmLogListener
{
    private readonly List<string> _calls = [];

    void ITsmLogListener.OnLog(IReadOnlyList<TsmLogEntry> entries) => _calls.Add(string.Join(' ', entries.Select(e => e.Message)));

    private SdkLog Log(int history) => new(this, TsmLogLevel.Information, history, new InstantTime(TimeSpan.Zero));

    [Fact]
    public void Write_AnIssue_BringsTheTimeBeforeIt()
    {
        var log = Log(2);
        log.Debug("a");
        log.Debug("b");
        log.Debug("c");
        log.Information("i");
        log.Warning("w");
        log.Error("e");
        Assert.Equal(["i", "b c w", "e"], _calls);
    }

    [Fact]
    public void Write_WithoutHistory_BringsTheIssueAlone()
    {
        var log = Log(0);
        log.Debug("a");
        log.Warning("w");
        Assert.Equal(["w"], _calls);
    }

    [Fact]
    public void Write_ToAListenerThatThrows_DoesNotThrow() =>
        new SdkLog(new Broken(), TsmLogLevel.Debug, 1, TimeProvider.System).Error("e");

    private sealed class Broken : ITsmLogListener
    {
        public void OnLog(IReadOnlyList<TsmLogEntry> entries) => throw new InvalidOperationException();
    }
}
