namespace Tsms.Cli.Tests;

/// <summary>Help and completion.</summary>
public sealed class HelpTests
{
    [Theory]
    [InlineData("", "demo card audit profiles webhooks completion")]
    [InlineData("card", "explore why run profiles readers")]
    [InlineData("cap", "info verify")]
    [InlineData("phone", "deploy status apdu terminate")]
    [InlineData("issuer", "serve partner card")]
    [InlineData("provider", "create list show token rids limits remove")]
    [InlineData("provider token", "issue list revoke")]
    [InlineData("profiles", "list add retire impact")]
    [InlineData("webhooks", "list add remove outbox")]
    [InlineData("audit", "show verify")]
    public async Task Directory_Help_HasOneLineForEachCommand(string directory, string commands)
    {
        var run = await CliRun.DoneAsync([.. directory.Split(' ', StringSplitOptions.RemoveEmptyEntries), "--help"]);

        var lines = run.Output.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');
        Assert.All(lines, line => Assert.InRange(line.Length, 0, 80));
        Assert.DoesNotContain("Example", run.Output, StringComparison.Ordinal);
        var listed = lines.SkipWhile(l => l != "Commands:").Skip(1).ToList();
        Assert.All(listed, line => Assert.Matches(@"^  \S.*\S  +[A-Z].*\.\s*$", line));
        Assert.Superset(commands.Split(' ').ToHashSet(), listed.Select(l => l.Split(' ', StringSplitOptions.RemoveEmptyEntries)[0]).ToHashSet());
    }

    [Fact]
    public async Task Command_Help_EndsWithItsExamples()
    {
        var run = await CliRun.DoneAsync("card", "explore", "--help");

        Assert.Contains("\n  tsms card explore --image my.card\n", run.Output.ReplaceLineEndings("\n"), StringComparison.Ordinal);
        Assert.True(run.Output.IndexOf("--test-keys", StringComparison.Ordinal) < run.Output.IndexOf("Examples:", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("tsms card ", "explore", "why")]
    [InlineData("tsms card run --profile jcop4", "jcop4-j3r180")]
    [InlineData("tsms audit ver", "verify")]
    public async Task Suggest_TellsWhatCanFollow(string line, params string[] expected)
    {
        var run = await CliRun.DoneAsync($"[suggest:{line.Length}]", line);

        Assert.Superset(expected.ToHashSet(), run.Output.ReplaceLineEndings("\n").Split('\n').ToHashSet());
    }

    [Theory]
    [InlineData("bash", "complete ")]
    [InlineData("zsh", "compdef ")]
    [InlineData("fish", "complete -c tsms")]
    [InlineData("pwsh", "Register-ArgumentCompleter")]
    public async Task Completion_OfAShell_IsPrinted(string shell, string expected)
    {
        Assert.Contains(expected, (await CliRun.DoneAsync("completion", shell)).Output, StringComparison.Ordinal);
    }
}
