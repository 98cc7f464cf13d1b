namespace Tsms.Backend.Audit;

/// <summary>One saved change. Rows are only ever added; triggers in the database hold to that.</summary>
[Unaudited("is the audit trail")]
internal sealed class AuditEntryRow
{
    /// <summary>The chain: a service provider, or <see cref="Guid.Empty"/> for what belongs to none.</summary>
    public Guid ProviderId { get; set; }

    /// <summary>From 1, without gaps.</summary>
    public long Sequence { get; set; }

    public DateTimeOffset Time { get; set; }

    /// <summary>Who: a client id, or operator.</summary>
    public string Actor { get; set; } = "";

    /// <summary>By what: an operation id, or the operator's command.</summary>
    public string Operation { get; set; } = "";

    /// <summary>JSON list of {entity, id, change, before, after}.</summary>
    public string Changes { get; set; } = "";

    /// <summary>Hash of the entry before; 32 zero bytes for the first.</summary>
    public byte[] PreviousHash { get; set; } = [];

    /// <summary>SHA-256 over all of the above, see <see cref="AuditHash"/>.</summary>
    public byte[] Hash { get; set; } = [];
}

/// <summary>Where a chain ends. Locked first by every change of its service provider, so it also keeps them in line.</summary>
[Unaudited("is the audit trail")]
internal sealed class AuditHeadRow
{
    public Guid ProviderId { get; set; }

    public long Sequence { get; set; }

    public byte[] Hash { get; set; } = [];
}

/// <summary>Who changes something, by what, and on whose chain it is written; without a service provider the changed rows tell.</summary>
internal sealed record AuditSubject(Guid? ProviderId, string Actor, string Operation)
{
    public static AuditSubject Operator(string operation, Guid? providerId = null) => new(providerId, "operator", operation);
}

/// <summary>Keeps a row or an attribute out of the audit trail, and says why: secrets above all. Of a kept-out attribute the trail only tells that it changed.</summary>
[AttributeUsage(AttributeTargets.Class | AttributeTargets.Property)]
internal sealed class UnauditedAttribute(string why) : Attribute
{
    public string Why => why;
}
