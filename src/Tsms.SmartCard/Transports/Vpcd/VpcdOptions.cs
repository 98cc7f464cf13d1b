namespace Tsms.SmartCard.Transports.Vpcd;

/// <summary>How a card is plugged into a vpcd reader.</summary>
public sealed record VpcdOptions
{
    /// <summary>Port that the first slot of vpcd listens on as it comes: 35963 (8C7B); the second slot has the next.</summary>
    public const int DefaultPort = 35963;

    /// <summary>Host that vpcd runs on; default 127.0.0.1. vpcd knows no authentication: whoever reaches its port is the card.</summary>
    public string Host { get; init; } = "127.0.0.1";

    /// <summary>TCP port, 1 to 65535; default <see cref="DefaultPort"/>.</summary>
    public int Port { get; init; } = DefaultPort;

    /// <summary>Time between two attempts to reach vpcd; default 1 second, not negative. pcscd looks every 0.4 s; a card that is back sooner was never away for it.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Attempts to reach vpcd one after another before giving up, at least 1; null, the default: no limit.</summary>
    public int? MaxAttempts { get; init; }

    /// <summary>Reads <c>HOST:PORT</c>, <c>HOST</c> or <c>:PORT</c>; what is left out keeps its default. IPv6 addresses stand in brackets.</summary>
    /// <exception cref="FormatException">The port is no number from 1 to 65535, or the brackets do not match.</exception>
    public static VpcdOptions Parse(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var end = address.StartsWith('[') ? address.IndexOf(']', StringComparison.Ordinal) + 1 : 0;
        if (address.StartsWith('[') && end == 0)
        {
            throw new FormatException($"'{address}' is no address: the bracket is not closed. Write [::1]:{DefaultPort}.");
        }

        var colon = address.IndexOf(':', end);
        var host = (colon < 0 ? address : address[..colon]).Trim('[', ']');
        var options = host.Length == 0 ? new VpcdOptions() : new VpcdOptions { Host = host };
        if (colon < 0)
        {
            return options;
        }

        return int.TryParse(address.AsSpan(colon + 1), System.Globalization.NumberStyles.None, System.Globalization.CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? options with { Port = port }
            : throw new FormatException($"'{address}' is no address: after the colon stands a port from 1 to 65535, for instance 127.0.0.1:{DefaultPort}.");
    }

    /// <summary>Host and port.</summary>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}

/// <summary>What happens on the way to a vpcd reader.</summary>
public enum VpcdState
{
    /// <summary>vpcd cannot be reached; another attempt follows.</summary>
    Waiting = 0,

    /// <summary>The card is in the reader.</summary>
    Connected,

    /// <summary>vpcd ended the connection, or the card could not be used; another attempt follows.</summary>
    Disconnected,

    /// <summary>The reader powered the card up or reset it.</summary>
    PowerOn,

    /// <summary>The reader took the power away.</summary>
    PowerOff,
}

/// <summary>A change on the way to a vpcd reader; holds no APDU data.</summary>
/// <param name="State">What happened.</param>
/// <param name="Message">The same for people: what, where, what to do.</param>
public sealed record VpcdEvent(VpcdState State, string Message);
