using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Tsms.Cli.Output;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Keys;

namespace Tsms.Cli.Cards.Keys;

/// <summary>
/// <c>--keys FILE</c>: a JSON object with <c>enc</c>, <c>mac</c>, <c>dek</c> (each 16, 24 or 32 bytes in hexadecimal), and maybe <c>version</c> (two hexadecimal
/// digits) and <c>diversification</c> (none or kdf3). Read byte by byte, so that no key becomes a string.
/// </summary>
internal static class CardKeyFile
{
    private const int MaxLength = 4096;
    private static readonly string[] s_names = ["enc", "mac", "dek"];

    /// <exception cref="UsageException">There is no such file.</exception>
    /// <exception cref="CommandException">It is no key file; the message says what is wrong and holds nothing of the keys.</exception>
    public static GivenKeys Read(FileInfo file)
    {
        if (file is { Exists: true, Length: > MaxLength })
        {
            throw Bad(file, $"it has {file.Length:N0} bytes, more than any key file");
        }

        var bytes = CommonOptions.ReadFile(file);
        var keys = new byte[3][];
        try
        {
            var (version, diversification) = ReadObject(file, bytes, keys);
            var missing = s_names.Where((_, i) => keys[i] is null).ToList();
            if (missing.Count > 0)
            {
                throw Bad(file, $"{string.Join(" and ", missing)} {(missing.Count == 1 ? "is" : "are")} missing");
            }

            return keys.All(k => k.Length == keys[0].Length) ? GivenKeys.Of([.. keys[0], .. keys[1], .. keys[2]], version, diversification)
                : throw Bad(file, "its three keys have different lengths");
        }
        catch (JsonException e)
        {
            throw Bad(file, $"it is no JSON (line {e.LineNumber + 1})");
        }
        finally
        {
            CryptographicOperations.ZeroMemory(bytes);
            foreach (var key in keys)
            {
                CryptographicOperations.ZeroMemory(key);
            }
        }
    }

    private static (byte? Version, Diversification Diversification) ReadObject(FileInfo file, ReadOnlySpan<byte> bytes, byte[][] keys)
    {
        byte? version = null;
        var diversification = Diversification.None;
        var reader = new Utf8JsonReader(bytes.StartsWith("\uFEFF"u8) ? bytes[3..] : bytes, new JsonReaderOptions { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true });
        if (!reader.Read() || reader.TokenType != JsonTokenType.StartObject)
        {
            throw Bad(file, "it is no JSON object");
        }

        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var name = reader.GetString()!;
            if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            {
                throw Bad(file, $"'{name}' is no text");
            }

            if (Array.IndexOf(s_names, name) is var index and >= 0)
            {
                keys[index] = KeyOf(file, name, reader.ValueSpan);
                continue;
            }

            (version, diversification) = (name, reader.GetString()!) switch
            {
                ("version", var text) => (ParseVersion(text) ?? throw Bad(file, $"version '{text}' is not 01 to 7F"), diversification),
                ("diversification", "none") => (version, Diversification.None),
                ("diversification", "kdf3") => (version, Diversification.Kdf3),
                ("diversification", var text) => throw Bad(file, $"diversification '{text}' is neither none nor kdf3"),
                _ => throw Bad(file, $"'{name}' is unknown; there are enc, mac, dek, version and diversification"),
            };
        }

        return (version, diversification);
    }

    /// <summary>A key version of two hexadecimal digits, 01 to 7F; else null.</summary>
    public static byte? ParseVersion(string text) =>
        text.Length is 1 or 2 && byte.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var version) && version is >= 0x01 and <= 0x7F ? version : null;

    private static byte[] KeyOf(FileInfo file, string name, ReadOnlySpan<byte> hex)
    {
        var key = new byte[hex.Length / 2];
        if (hex.Length % 2 == 0 && AesKeys.IsKeyLength(key.Length))
        {
            if (Convert.FromHexString(hex, key, out _, out _) == System.Buffers.OperationStatus.Done)
            {
                return key;
            }

            CryptographicOperations.ZeroMemory(key);
        }

        throw Bad(file, $"'{name}' is not 16, 24 or 32 bytes in hexadecimal");
    }

    private static CommandException Bad(FileInfo file, string why) => new($"'{file.Name}' is no key file: {why}. A key file: {{ \"version\": \"30\", \"enc\": \"HEX\", \"mac\": \"HEX\", \"dek\": \"HEX\" }}.");
}
