using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Resources;

namespace Tsms.Backend.Hosting;

/// <summary>Registers OpenTelemetry.</summary>
internal static class TelemetryHosting
{
    // The name that OpenTelemetry's specification gives to the collector's address.
    private const string Collector = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string ServiceName = "OTEL_SERVICE_NAME";

    /// <summary>Measures always; sends to a collector when the configuration or the environment names one.</summary>
    public static WebApplicationBuilder AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Services.AddSingleton<TsmsTelemetry>();
        if (!string.IsNullOrEmpty(builder.Configuration[Collector]))
        {
            builder.Services.AddOpenTelemetry()
                .ConfigureResource(resource =>
                {
                    if (string.IsNullOrEmpty(builder.Configuration[ServiceName]))
                    {
                        resource.AddService("tsms-backend");
                    }
                })
                .WithMetrics(metrics => metrics.AddMeter(TsmsTelemetry.Name))
                .WithTracing(traces => traces.AddSource(TsmsTelemetry.Name))
                .UseOtlpExporter();
        }

        return builder;
    }
}
