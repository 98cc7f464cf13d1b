using System.CommandLine;
using Tsms.Cli.Output;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms completion SHELL</c>: the shell asks the tool itself what can follow.</summary>
internal static class CompletionCommand
{
    private const string Bash =
        """
        # tsms completion for bash
        _tsms_complete() {
          local IFS=$'\n'
          COMPREPLY=( $(compgen -W "$("${COMP_WORDS[0]}" "[suggest:${COMP_POINT}]" "${COMP_LINE}" 2> /dev/null)" -- "${COMP_WORDS[COMP_CWORD]}") )
        }
        complete -o default -F _tsms_complete tsms
        """;

    private const string Zsh =
        """
        # tsms completion for zsh
        _tsms_complete() {
          local completions=("${(@f)$(${words[1]} "[suggest:${CURSOR}]" "${BUFFER}" 2> /dev/null)}")
          if [ -n "$completions" ]; then compadd -a completions; else _files; fi
        }
        compdef _tsms_complete tsms
        """;

    private const string Fish =
        """
        # tsms completion for fish
        complete -c tsms -a '(tsms "[suggest:"(string length -- (commandline -cp))"]" (commandline -cp) 2> /dev/null)'
        """;

    private const string PowerShell =
        """
        # tsms completion for PowerShell
        Register-ArgumentCompleter -Native -CommandName tsms -ScriptBlock {
          param($wordToComplete, $commandAst, $cursorPosition)
          tsms "[suggest:$cursorPosition]" "$commandAst" | ForEach-Object { [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_) }
        }
        """;

    public static Command Create()
    {
        var shell = new Argument<string>("SHELL") { Description = "bash, zsh, fish or pwsh.", HelpName = "SHELL" };
        shell.AcceptOnlyFromAmong("bash", "zsh", "fish", "pwsh");
        var command = new Command(
            "completion",
            """
            Shell completion: prints what the shell needs.

            With it the shell completes commands, options and their values.

            Examples:
              source <(tsms completion bash)
              tsms completion zsh > "${fpath[1]}/_tsms"
              tsms completion fish > ~/.config/fish/completions/tsms.fish
            """)
        {
            shell,
        };
        command.SetAction(parsed =>
        {
            Console.Out.WriteLine(parsed.GetValue(shell) switch { "bash" => Bash, "zsh" => Zsh, "fish" => Fish, _ => PowerShell });
            return ExitCodes.Done;
        });
        return command;
    }
}
