using Tsms.Api.Device.Seram;

namespace Tsms.Backend.Devices;

/// <summary>
/// Where a process and the phone meet: the process hands an order over and waits for its report; the door hands a report over and waits for the next order.
/// One of each at a time.
/// </summary>
internal sealed class OrderExchange(TimeProvider time, TimeSpan phoneTimeout)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource<RemoteManagementReport> _report = New<RemoteManagementReport>();
    private TaskCompletionSource<RemoteManagementOrder> _order = New<RemoteManagementOrder>();

    /// <summary>Process side: waits for the phone's first report.</summary>
    /// <exception cref="TimeoutException">The phone is gone.</exception>
    public Task<RemoteManagementReport> FirstReportAsync(CancellationToken cancellationToken) => _report.Task.WaitAsync(phoneTimeout, time, cancellationToken);

    /// <summary>Process side: hands an order over and waits for its report.</summary>
    /// <exception cref="TimeoutException">The phone is gone.</exception>
    public Task<RemoteManagementReport> PlayAsync(RemoteManagementOrder order, CancellationToken cancellationToken)
    {
        Task<RemoteManagementReport> report;
        lock (_lock)
        {
            _report = New<RemoteManagementReport>();
            report = _report.Task;
            _order.TrySetResult(order);
        }

        return report.WaitAsync(phoneTimeout, time, cancellationToken);
    }

    /// <summary>Process side: the last order; no report follows.</summary>
    public void Finish(RemoteManagementOrder order)
    {
        lock (_lock)
        {
            _order.TrySetResult(order);
        }
    }

    /// <summary>Door side: hands a report over; the task is the next order.</summary>
    public Task<RemoteManagementOrder> Report(RemoteManagementReport report)
    {
        lock (_lock)
        {
            _order = New<RemoteManagementOrder>();
            var order = _order.Task;
            _report.TrySetResult(report);
            return order;
        }
    }

    private static TaskCompletionSource<T> New<T>() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
