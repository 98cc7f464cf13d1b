using System.Diagnostics;
using Tsms.SmartCard;

namespace Tsms.Cli.Tests;

/// <summary>A card that runs in a process of its own, <c>tsms card run</c>, and can be killed at any moment.</summary>
internal sealed class CardProcess : IDisposable
{
    private readonly Process _process;

    private CardProcess(Process process) => _process = process;

    public static CardProcess Start(string image, string profile)
    {
        var process = CliRun.Start(["card", "run", "--image", image, "--profile", profile]);
        _ = process.StandardError.ReadToEndAsync();
        return new CardProcess(process);
    }

    /// <summary>Sends a command and waits for its answer.</summary>
    public async ValueTask<ResponseApdu> AskAsync(CommandApdu command, CancellationToken cancellationToken)
    {
        await SendAsync(command);
        var line = await _process.StandardOutput.ReadLineAsync(cancellationToken);
        return ResponseApdu.Parse(Convert.FromHexString(line ?? throw new InvalidOperationException("The card's process ended by itself.")));
    }

    /// <summary>Sends a command and waits for nothing.</summary>
    public async Task SendAsync(CommandApdu command)
    {
        await _process.StandardInput.WriteLineAsync(Convert.ToHexString(command.ToBytes()));
        await _process.StandardInput.FlushAsync();
    }

    /// <summary>SIGKILL; an answer that was on its way can still be read.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }
}
