namespace Tsms.Backend.Data;

/// <summary>A service instance with the frozen Flavor it was made from. No foreign key leads into the REST tables.</summary>
internal sealed class EngineInstanceRow
{
    public Guid Id { get; set; }

    /// <summary>The card by its hint.</summary>
    public string CardId { get; set; } = "";

    public Guid ServiceId { get; set; }

    public Guid ProviderId { get; set; }

    public Guid FlavorId { get; set; }

    /// <summary>The card's secure component profile.</summary>
    public Guid ProfileId { get; set; }

    /// <summary>Hash of the app's signing certificate, lower-case hexadecimal.</summary>
    public string DeviceAppId { get; set; } = "";

    public string Reader { get; set; } = "";

    /// <summary>State number of TR-03165.</summary>
    public int State { get; set; }

    public int Executed { get; set; }

    public bool SuspendWhenFinal { get; set; }

    /// <summary>In state InError the failed call, JSON; else null.</summary>
    public string? FailedCall { get; set; }

    /// <summary>Operation number of TR-03165.</summary>
    public int LastOperation { get; set; }

    /// <summary>The frozen Flavor, JSON.</summary>
    public string Flavor { get; set; } = "";

    /// <summary>Name of the Service's key set in the key store; null before it is made.</summary>
    public string? DomainKeys { get; set; }

    public DateTimeOffset CreationDate { get; set; }

    public long Revision { get; set; }
}

/// <summary>What the TSM knows of one card.</summary>
internal sealed class EngineCardRow
{
    public string Id { get; set; } = "";

    public string Issuer { get; set; } = "";

    /// <summary>The issuer's proven name of the card; null before its secure channel stood.</summary>
    public string? IssuerCardId { get; set; }

    /// <summary>The journal's present knowledge, JSON of RecordedCard.</summary>
    public string Journal { get; set; } = "";

    /// <summary>Key sets that the TSM's domain may hold, JSON: names in the key store and key versions, never keys.</summary>
    public string KeySets { get; set; } = "[]";

    /// <summary>Keys the hashes over install parameters.</summary>
    public byte[] FingerprintKey { get; set; } = [];

    public long Revision { get; set; }
}

/// <summary>One line of the journal: a step was sent, or its answers were verified. Only ever added.</summary>
internal sealed class EngineJournalRow
{
    public long Id { get; set; }

    public string CardId { get; set; } = "";

    public Guid ProcessId { get; set; }

    public DateTimeOffset Time { get; set; }

    /// <summary>The step, for people.</summary>
    public string Step { get; set; } = "";

    /// <summary>sent, proven or unproven.</summary>
    public string Event { get; set; } = "";
}

/// <summary>A process of an instance (TR-03165 4.2.3, ProcessInfo).</summary>
internal sealed class EngineProcessRow
{
    public Guid Id { get; set; }

    public Guid InstanceId { get; set; }

    public string CardId { get; set; } = "";

    public int Operation { get; set; }

    public DateTimeOffset StartDate { get; set; }

    /// <summary>Null while it runs.</summary>
    public DateTimeOffset? EndDate { get; set; }

    public int StartState { get; set; }

    public int EndState { get; set; }

    /// <summary>An order that may change the card has left.</summary>
    public bool Changed { get; set; }

    public int StatusCode { get; set; }

    public string StatusMessage { get; set; } = "";

    /// <summary>The state after a failure before the first change and after it, JSON of two InstanceStatus; used when the backend starts again.</summary>
    public string Fallbacks { get; set; } = "";
}

/// <summary>One command and its answer as they crossed the phone: wrapped, so without plain secrets. Kept for weeks (TR-03165 4.2.2).</summary>
internal sealed class EngineTrafficRow
{
    public long Id { get; set; }

    public Guid ProcessId { get; set; }

    /// <summary>Number of the order in its process, from 1.</summary>
    public int Exchange { get; set; }

    public DateTimeOffset Time { get; set; }

    /// <summary>Hexadecimal C-APDUs, one per line.</summary>
    public string Commands { get; set; } = "";

    /// <summary>Hexadecimal R-APDUs, one per line; null while the report is awaited.</summary>
    public string? Answers { get; set; }
}

/// <summary>A load file data block under its SHA-256: the engine's own copy, so that orphaned instances keep what they need.</summary>
internal sealed class EngineBinaryRow
{
    public string Hash { get; set; } = "";

    public byte[] Content { get; set; } = [];
}
