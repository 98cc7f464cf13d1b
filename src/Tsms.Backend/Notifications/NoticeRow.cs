using Tsms.Backend.Audit;

namespace Tsms.Backend.Notifications;

/// <summary>Where a service provider is told of what concerns it. Set by the operator.</summary>
internal sealed class WebhookRow
{
    public Guid ProviderId { get; set; }

    /// <summary>https, or http on loopback in development.</summary>
    public string Url { get; set; } = "";
}

/// <summary>
/// A notice in the outbox: written in the transaction of the change it tells of, delivered at least once afterwards. A service provider without a webhook has its
/// notices waiting until the operator sets one.
/// </summary>
[Unaudited("follows from a change that is in the trail")]
internal sealed class NoticeRow
{
    /// <summary>Also the receiver's means to know a notice it had before.</summary>
    public Guid Id { get; set; }

    public Guid ProviderId { get; set; }

    /// <summary>What it tells, such as secureComponentProfileRetired.</summary>
    public string Kind { get; set; } = "";

    /// <summary>The JSON body, byte by byte as it is signed.</summary>
    public string Payload { get; set; } = "";

    public DateTimeOffset CreationDate { get; set; }

    /// <summary>When it is due; null when it was delivered or given up.</summary>
    public DateTimeOffset? NextAttempt { get; set; }

    public int Attempts { get; set; }

    public DateTimeOffset? DeliveryDate { get; set; }

    /// <summary>Why the last attempt failed; null when none did.</summary>
    public string? LastError { get; set; }
}
