using System.Diagnostics;
using Spectre.Console;
using Tsms.Sdk;

namespace Tsms.Cli.Demo;

/// <summary>Tells the story while it happens, and keeps the steps for the report.</summary>
internal sealed class DemoTeller(IAnsiConsole console, bool quiet, Func<PhoneTrafficCount> traffic)
{
    private readonly List<DemoStep> _steps = [];

    /// <summary>The steps so far.</summary>
    public IReadOnlyList<DemoStep> Steps => _steps;

    /// <summary>True while every step worked.</summary>
    public bool Ok => _steps.All(s => s.Ok);

    /// <summary>Does a step; <paramref name="action"/> returns what came out, and throws <see cref="DemoException"/> when it did not work.</summary>
    public async Task StepAsync(string name, Func<Task<string>> action)
    {
        var before = traffic();
        var watch = Stopwatch.StartNew();
        if (!quiet)
        {
            console.MarkupInterpolated($"[grey]·[/] {name} ");
        }

        string detail;
        var ok = true;
        try
        {
            detail = await action().ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            ok = false;
            detail = e is DemoException ? e.Message : $"{e.GetType().Name}: {e.Message}";
        }

        var cost = traffic() - before;
        var step = new DemoStep(
            name, ok, watch.ElapsedMilliseconds, cost.Exchanges, cost.Requests, cost.Apdus, cost.Bytes, detail);
        _steps.Add(step);
        if (!quiet)
        {
            Tell(step);
        }

        if (!ok)
        {
            throw new DemoException(detail);
        }
    }

    /// <summary>Says something between the steps.</summary>
    public void Say(string text)
    {
        if (!quiet)
        {
            console.WriteLine(text);
        }
    }

    private void Tell(DemoStep step)
    {
        var cost = step.Requests == 0 ? "" : $", {step.Exchanges} exchanges, {step.Requests} requests, {step.Apdus} APDUs, {step.Bytes:N0} bytes";
        var verdict = step.Ok ? "[green]done[/]" : "[red]failed[/]";
        console.MarkupLine($"{verdict} [grey]{step.Milliseconds} ms{Markup.Escape(cost)}[/]");
        foreach (var line in step.Detail.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            console.Write(new Padder(new Text(line), new Padding(4, 0, 0, 0)));
        }
    }
}

/// <summary>A step of the demo did not do what it says.</summary>
internal sealed class DemoException(string message) : Exception(message);
