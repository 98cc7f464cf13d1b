using System.Data.Common;
using System.Net.Sockets;
using System.Security.Cryptography;
using Npgsql;
using Tsms.Cli.Commands.Operator;
using Tsms.Keys;

namespace Tsms.Cli.Servers;

/// <summary>Says in words why a server does not start, for all that an operator can mistake: files, folders, addresses, keys, databases, settings.</summary>
internal static class StartFault
{
    /// <summary>The words; null for what no operator can mend.</summary>
    public static string? Of(Exception e) => e switch
    {
        AggregateException { InnerExceptions: [var only] } => Of(only),
        PostgresException p => $"PostgreSQL refuses: {p.MessageText} (SQLSTATE {p.SqlState}). Look at ConnectionString, and at what its user may do.",
        NpgsqlException n => $"PostgreSQL cannot be reached: {Inmost(n).Message}. Look at Host and Port of ConnectionString, and whether the server runs.",
        InvalidOperationException { InnerException: DbException d } => Of(d),
        DbException d => $"{d.Message} Look at the rights to its folder and whether tsms.db is a database.",
        UnauthorizedAccessException u => $"{u.Message} Look at owner and rights.",
        FileNotFoundException or DirectoryNotFoundException => $"{e.Message} Look at the settings that name it, such as Kestrel:Certificates:Default:Path.",
        IOException or SocketException when Inmost(e) is SocketException s => $"an address of Urls cannot be listened on: {(s.Message == e.Message ? s.Message : $"{e.Message} ({s.Message})")}. Choose others with --urls.",
        IOException => e.Message,
        InvalidOperationException when e.Message.StartsWith("Unable to configure HTTPS", StringComparison.Ordinal) =>
            "https needs a server certificate: give Kestrel:Certificates:Default:Path and, for PEM files, KeyPath (docs/operating.md), in appsettings.json or as Kestrel__Certificates__Default__Path.",
        CryptographicException c => $"a key or certificate cannot be used: {c.Message} Look at Kestrel:Certificates and TokenSigningKeyFile.",
        ArgumentException a => OperatorOptionSet.WordsOf(a),
        KeyStoreException or InvalidOperationException or FormatException or InvalidDataException => e.Message,
        _ => null,
    };

    private static Exception Inmost(Exception e) => e.InnerException is { } inner ? Inmost(inner) : e;
}
