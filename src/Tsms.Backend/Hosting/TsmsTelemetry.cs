using System.Diagnostics;
using System.Diagnostics.Metrics;
using Microsoft.AspNetCore.Http;

namespace Tsms.Backend.Hosting;

/// <summary>
/// What the backend tells of itself over OpenTelemetry: instruments and spans named after <see cref="Name"/>. Tags are operation ids, categories and outcomes, all from
/// short fixed lists: no identifiers, no secrets.
/// </summary>
internal sealed class TsmsTelemetry : IDisposable
{
    /// <summary>Name of the meter and of the activity source.</summary>
    public const string Name = "Tsms.Backend";

    private readonly Meter _meter;
    private readonly Counter<long> _requests;
    private readonly Histogram<double> _durations;
    private readonly Counter<long> _deployments;

    public TsmsTelemetry(IMeterFactory meters)
    {
        _meter = meters.Create(Name);
        _requests = _meter.CreateCounter<long>("tsms.rest.requests", "{request}", "Requests of the REST-API by operation and error category (0: none)");
        _durations = _meter.CreateHistogram<double>("tsms.rest.duration", "s", "Time from a request of the REST-API to its answer");
        _deployments = _meter.CreateCounter<long>("tsms.deployments", "{process}", "Ended processes by operation and status (TR-03165 4.2; 0: success)");
    }

    /// <summary>Spans, one per request of the REST-API.</summary>
    public RequestSpans Activities { get; } = new(Name);

    /// <summary>A request was answered.</summary>
    public void Answered(string operation, int category, TimeSpan duration)
    {
        var tags = new TagList { { "tsms.operation", operation }, { "tsms.category", category } };
        _requests.Add(1, tags);
        _durations.Record(duration.TotalSeconds, tags);
    }

    /// <summary>A deployment process ended.</summary>
    public void Deployed(int operation, int status) =>
        _deployments.Add(1, new TagList { { "tsms.operation", operation }, { "tsms.status", status } });

    public void Dispose()
    {
        Activities.Dispose();
        _meter.Dispose();
    }
}

/// <summary>
/// Starts spans under the caller's (W3C traceparent). The web server has a span of its own for every request, which nobody samples or exports: what hung under that one would be dropped
/// with it.
/// </summary>
internal sealed class RequestSpans(string name) : IDisposable
{
    private readonly ActivitySource _source = new(name);

    public Activity? StartActivity(string name, IHeaderDictionary headers)
    {
        if (!_source.HasListeners() || Activity.Current is { Recorded: true })
        {
            return _source.StartActivity(name, ActivityKind.Server);
        }

        ActivityContext.TryParse(headers.TraceParent, headers.TraceState, isRemote: true, out var caller);
        Activity.Current = null;
        return _source.StartActivity(name, ActivityKind.Server, caller);
    }

    public void Dispose() => _source.Dispose();
}
