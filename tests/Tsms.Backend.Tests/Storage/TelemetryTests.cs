using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Tsms.Backend.Hosting;
using Tsms.Backend.Tests.Devices;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Storage;

/// <summary>What the backend tells of itself: counts by operation and category, never whose.</summary>
public sealed partial class TelemetryTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    [Fact]
    public async Task Requests_AreCountedByOperationAndCategory_WithoutIdentifiers()
    {
        using var seen = new Seen(backend.Services);
        var world = await World.CreateAsync(backend);
        await RestAssert.FaultAsync(1009, world.Tenant.SendAsync("GET", $"/services/{World.Nobody}"));
        await RestAssert.SuccessAsync(world.Tenant.SendAsync("GET", $"/services/{world.Service}"));

        Assert.Contains("tsms.rest.requests tsms.operation=getService tsms.category=1009", seen.Lines);
        Assert.Contains("tsms.rest.requests tsms.operation=getService tsms.category=0", seen.Lines);
        Assert.Contains("tsms.rest.duration tsms.operation=createService tsms.category=0", seen.Lines);
        Assert.Contains("span getService tsms.category=1009", seen.Lines);
        Assert.All(seen.Lines, line => Assert.DoesNotMatch(Identifier(), line));
    }

    // As OpenTelemetry's own sampler decides: by the parent, which must be the caller's and not the web server's span, since nobody records that.
    [Fact]
    public async Task Spans_HangUnderTheCallers_AndAreRootsWithoutOne()
    {
        var spans = new ConcurrentQueue<Activity>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == TsmsTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> o) => o.Parent.SpanId == default || (o.Parent.TraceFlags & ActivityTraceFlags.Recorded) != 0
                ? ActivitySamplingResult.AllDataAndRecorded : ActivitySamplingResult.None,
            ActivityStopped = spans.Enqueue,
        };
        ActivitySource.AddActivityListener(listener);
        var tenant = await backend.NewTenantAsync();
        var (taken, left) = (ActivityTraceId.CreateRandom(), ActivityTraceId.CreateRandom());
        foreach (var parent in new[] { null, $"00-{taken}-00f067aa0ba902b7-01", $"00-{left}-00f067aa0ba902b7-00" })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/sptsm/v1/certificates");
            request.Headers.Authorization = new("Bearer", tenant.Token);
            request.Headers.TryAddWithoutValidation("traceparent", parent);
            await RestAssert.SuccessAsync(backend.Http.SendAsync(request, TestContext.Current.CancellationToken));
        }

        var own = spans.Where(s => s.OperationName == "listCerts").ToList();
        Assert.Contains(own, s => s.TraceId == taken && s.ParentSpanId.ToString() == "00f067aa0ba902b7");
        Assert.DoesNotContain(own, s => s.TraceId == left);
        Assert.Contains(own, s => s.TraceId != taken && s.ParentSpanId == default);
    }

    [Fact]
    public async Task Deployments_AreCountedByOperationAndStatus()
    {
        await using var bench = await EngineBench.StartAsync();
        using var seen = new Seen(bench.Services);
        var (service, _) = await bench.AddServiceAsync("CarKey.cap");
        var created = await bench.Phone.CreateAsync(service);
        Assert.Equal(0, (await bench.Phone.DeployAsync(created.Instance!.Id)).Status.Code);
        Assert.Contains(seen.Lines, line => line.StartsWith("tsms.deployments ", StringComparison.Ordinal) && line.EndsWith("tsms.status=0", StringComparison.Ordinal));
        Assert.All(seen.Lines, line => Assert.DoesNotMatch(Identifier(), line));
    }

    // UUIDs, AIDs, client ids, card numbers: anything that looks like one.
    [GeneratedRegex("[0-9a-fA-F]{8}-|[0-9A-F]{10}|sp-|eyJ")]
    private static partial Regex Identifier();

    private sealed class Seen : IDisposable
    {
        private readonly MeterListener _meters = new();
        private readonly ActivityListener _activities;
        private readonly ConcurrentQueue<string> _lines = new();

        public Seen(IServiceProvider services)
        {
            // Other tests' backends have meters of the same name: only this one's factory counts.
            var factory = services.GetRequiredService<IMeterFactory>();
            _meters.InstrumentPublished = (instrument, listener) =>
            {
                if (instrument.Meter.Name == TsmsTelemetry.Name && instrument.Meter.Scope == factory)
                {
                    listener.EnableMeasurementEvents(instrument);
                }
            };
            _meters.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument.Name, tags));
            _meters.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument.Name, tags));
            _meters.Start();
            _activities = new ActivityListener
            {
                ShouldListenTo = source => source.Name == TsmsTelemetry.Name,
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
                ActivityStopped = activity => Add($"span {activity.OperationName}", [.. activity.TagObjects]),
            };
            ActivitySource.AddActivityListener(_activities);
        }

        public IReadOnlyList<string> Lines => [.. _lines];

        public void Dispose()
        {
            _activities.Dispose();
            _meters.Dispose();
        }

        private void Add(string name, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var line = name;
            foreach (var tag in tags)
            {
                line += $" {tag.Key}={tag.Value}";
            }

            _lines.Enqueue(line);
        }
    }
}
