namespace Tsms.Cli.Tests;

/// <summary><c>tsms cap verify</c>: exit code, text and JSON.</summary>
public sealed class CapVerifyTests
{
    [Fact]
    public async Task Verify_ValidFile_SaysSo()
    {
        var run = await CliRun.StartAsync("cap", "verify", CliRun.AppletPath("CarKey.cap"), "--json");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.True(run.Json.GetProperty("valid").GetBoolean());
        Assert.Equal(0, run.Json.GetProperty("findings").GetArrayLength());
    }

    [Fact]
    public async Task Verify_FileWithAWrongByte_NamesRuleComponentAndPlace()
    {
        var bytes = await File.ReadAllBytesAsync(CliRun.AppletPath("CarKey.cap"), TestContext.Current.CancellationToken);
        var at = bytes.AsSpan().IndexOf("javacard/Header.cap"u8) + "javacard/Header.cap".Length;
        bytes[bytes.AsSpan(at).IndexOf((byte[])[0xDE, 0xCA, 0xFF, 0xED]) + at] = 0xDF;
        var path = Path.Combine(Path.GetTempPath(), $"tsms-{Guid.NewGuid():N}.cap");
        await File.WriteAllBytesAsync(path, bytes, TestContext.Current.CancellationToken);
        try
        {
            var run = await CliRun.StartAsync("cap", "verify", path, "--json");
            Assert.Equal(1, run.ExitCode);
            Assert.False(run.Json.GetProperty("valid").GetBoolean());
            var finding = run.Json.GetProperty("findings")[0];
            Assert.Equal("Format", finding.GetProperty("rule").GetString());
            Assert.NotEqual("", finding.GetProperty("message").GetString());
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Fact]
    public async Task Verify_FileThatIsNotThere_IsWrongUsage()
    {
        var run = await CliRun.StartAsync("cap", "verify", "no-such-file.cap");
        Assert.NotEqual(0, run.ExitCode);
        Assert.Contains("no-such-file.cap", run.Error + run.Output, StringComparison.Ordinal);
    }
}
