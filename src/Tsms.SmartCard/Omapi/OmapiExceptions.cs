namespace Tsms.SmartCard.Omapi;

/// <summary>There is no application with this AID on the card, or it refused to be selected (OMAPI: NoSuchElementException).</summary>
/// <param name="aid">The AID asked for.</param>
/// <param name="sw">What SELECT answered, for instance 6A82, or 6999 from an applet that refused.</param>
public sealed class NoSuchElementException(Aid aid, StatusWord sw) : Exception($"SELECT of {(aid.IsEmpty ? "the default application" : aid)} was answered {sw}.")
{
    /// <summary>The AID asked for; empty for the default application.</summary>
    public Aid Aid { get; } = aid;

    /// <summary>What SELECT answered.</summary>
    public StatusWord Sw { get; } = sw;
}

/// <summary>The card's access rules or the service itself refuse this (OMAPI: SecurityException).</summary>
/// <param name="reason">Why.</param>
public sealed class AccessDeniedException(string reason) : Exception(reason);

/// <summary>No channel is free, or the card opens none (OMAPI: a null channel).</summary>
/// <param name="reason">Why.</param>
public sealed class ChannelNotAvailableException(string reason) : Exception(reason);

/// <summary>The card does not support what was asked for, for instance P2 of SELECT (OMAPI: UnsupportedOperationException).</summary>
/// <param name="reason">What.</param>
public sealed class CardFeatureUnsupportedException(string reason) : Exception(reason);
