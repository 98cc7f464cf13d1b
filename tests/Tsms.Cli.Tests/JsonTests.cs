namespace Tsms.Cli.Tests;

/// <summary>Who asks for a document gets one, whatever happens; the words stand on standard error as well.</summary>
public sealed class JsonTests
{
    [Theory]
    [InlineData(2, "There is no file", "demo", "--json", "--cap", "nowhere.cap")]
    [InlineData(2, "There is no card profile", "demo", "--json", "--profile", "nobody")]
    [InlineData(2, "See: tsms demo --help", "demo", "--json", "--colour")]
    [InlineData(1, "no CAP file", "cap", "info", "--json", "/proc/self/exe")]
    public async Task Refusal_WithJson_IsADocumentToo(int exitCode, string words, params string[] arguments)
    {
        var run = await CliRun.StartAsync(arguments);
        Assert.Equal((exitCode, false), (run.ExitCode, run.Json.GetProperty("ok").GetBoolean()));
        Assert.Contains(words, run.Json.GetProperty("error").GetString(), StringComparison.Ordinal);
        Assert.Contains(words, run.Error, StringComparison.Ordinal);
        Assert.Equal("", (await CliRun.StartAsync([.. arguments.Where(a => a != "--json")])).Output);
    }
}
