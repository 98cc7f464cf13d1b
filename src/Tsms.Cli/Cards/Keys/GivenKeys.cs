using System.Security.Cryptography;
using Tsms.Cli.Output;
using Tsms.Keys;

namespace Tsms.Cli.Cards.Keys;

/// <summary>Keys of an issuer security domain that a person gives: those that everybody knows, or those of a file. Zeroes them when disposed of.</summary>
internal sealed class GivenKeys : IDisposable
{
    private readonly byte[] _keys;
    private readonly int _keyLength;

    private GivenKeys(byte[] keys, int keyLength, byte? version, Diversification diversification, bool isTest) =>
        (_keys, _keyLength, Version, Diversification, IsTest) = (keys, keyLength, version, diversification, isTest);

    /// <summary>Version of the key set; null: what the card tells.</summary>
    public byte? Version { get; private set; }

    /// <summary>Other than none: the keys are master keys.</summary>
    public Diversification Diversification { get; }

    /// <summary>True for the keys that everybody knows.</summary>
    public bool IsTest { get; }

    /// <summary>The keys 40 to 4F (of 24 and 32 bytes: and again from 40) that development cards come with; of the length that the card tells.</summary>
    public static GivenKeys Test() =>
        new([.. Enumerable.Range(0, 32).Select(i => (byte)(0x40 + (i % 16)))], keyLength: 0, version: null, Diversification.None, isTest: true);

    /// <summary>ENC, MAC and DEK one after another; takes the array over.</summary>
    public static GivenKeys Of(byte[] keys, byte? version, Diversification diversification) => new(keys, keys.Length / 3, version, diversification, isTest: false);

    /// <summary>Names another version.</summary>
    public GivenKeys WithVersion(byte? version)
    {
        Version = version ?? Version;
        return this;
    }

    /// <summary>Puts them into a key store.</summary>
    /// <param name="store">The key store.</param>
    /// <param name="name">Name that they get there.</param>
    /// <param name="told">Version and length that the card tells, where the keys have none of their own.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="CommandException">Neither the card nor anybody else told a version.</exception>
    public async Task<(KeySetReference Set, int KeyLength)> ImportAsync(IKeyStore store, string name, ToldKeySet told, CancellationToken cancellationToken)
    {
        var version = Version ?? told.Version
            ?? throw new CommandException("The card does not tell the version of its SCP03 keys (GET DATA E0). Give it: --key-version HH.");
        var length = _keyLength == 0 ? told.LengthOf(version) : _keyLength;
        var set = new KeySetReference(name, version);
        var keys = new byte[3 * length];
        try
        {
            for (var i = 0; i < 3; i++)
            {
                _keys.AsSpan(IsTest ? 0 : i * length, length).CopyTo(keys.AsSpan(i * length));
            }

            await store.ImportKeySetAsync(set, keys, Diversification, IsTest, cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
        }

        return (set, length);
    }

    /// <inheritdoc/>
    public void Dispose() => CryptographicOperations.ZeroMemory(_keys);
}
