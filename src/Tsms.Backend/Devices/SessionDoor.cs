using System.Security.Cryptography;
using System.Text.Json;
using Tsms.Api.Device;
using Tsms.Api.Device.Seram;

namespace Tsms.Backend.Devices;

/// <summary>
/// The door side of one SERAM session: handshake, then report by report. A repeated report (an HTTP retry) gets the order it got before;
/// nothing is ever played twice for it.
/// </summary>
internal sealed class SessionDoor(OrderExchange exchange)
{
    /// <summary>So often one report may be repeated before it is taken for what it then is: the answer to the order.</summary>
    public const int MaxRepeats = 3;

    private readonly Lock _turn = new();
    private byte[]? _lastReport;
    private Task<RemoteManagementOrder>? _lastOrder;
    private int _repeats;
    private IReadOnlyList<string> _extensions = [];

    /// <summary>True once the handshake agreed on stopping at the first surprise.</summary>
    public bool StopsAtSurprise => _extensions.Contains(SeramExtensions.ExpectedStatusWords);

    /// <summary>The secure elements that the agent named.</summary>
    public IReadOnlyList<SecureElement> SecureElements { get; private set; } = [];

    /// <summary>The Handshake Step. Null: no common version, format or transport.</summary>
    public RamHandshakeResponse? Handshake(RamHandshakeCommand command)
    {
        if (Lacks(command.SupportedVersions, SeramPaths.Version) || Lacks(command.SupportedDataFormats, "application/json") || Lacks(command.SupportedTransportProtocols, "HTTPS"))
        {
            return null;
        }

        SecureElements = command.SecureElements;
        _extensions = [.. (command.Extensions ?? []).Intersect([SeramExtensions.ExpectedStatusWords])];
        return new RamHandshakeResponse("HTTPS", "application/json", SeramPaths.Version, _extensions.Count == 0 ? null : _extensions);
    }

    /// <summary>The Command Exchange Step.</summary>
    public Task<RemoteManagementOrder> ReportAsync(RemoteManagementReport report, CancellationToken cancellationToken)
    {
        var print = SHA256.HashData(JsonSerializer.SerializeToUtf8Bytes(report, DeviceJson.Default.RemoteManagementReport));
        lock (_turn)
        {
            if (_lastOrder is null || !_lastReport.AsSpan().SequenceEqual(print) || (_lastOrder.IsCompleted && _repeats >= MaxRepeats))
            {
                (_lastReport, _repeats, _lastOrder) = (print, 0, exchange.Report(report));
            }
            else
            {
                _repeats++;
            }

            return _lastOrder.WaitAsync(cancellationToken);
        }
    }

    private static bool Lacks(IReadOnlyList<string>? offered, string wanted) => offered is not null && !offered.Contains(wanted, StringComparer.OrdinalIgnoreCase);
}
