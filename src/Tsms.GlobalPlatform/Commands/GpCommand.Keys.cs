using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Commands;

/// <content>Keys: PUT KEY (GP Card Specification 2.3.1, 11.8; GP Amendment D 1.1.1, 7.2) and DGIs 00B9 and 8113 (11.11.4).</content>
public static partial class GpCommand
{
    /// <summary>PUT KEY of a whole AES key set in one command, so that the card changes all keys or none.</summary>
    /// <param name="keys">The new keys under the Key-DEK of the session's key set; identifiers one after another.</param>
    /// <param name="replacedVersion">Version of the key set that is replaced, 01 to 7F; 00 adds a new one.</param>
    /// <exception cref="ArgumentException">No keys, a version out of range, or identifiers with gaps.</exception>
    public static CommandApdu PutKey(EncipheredKeySet keys, byte replacedVersion = 0)
    {
        RequireKeySet(keys);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(replacedVersion, (byte)0x7F);
        for (var i = 1; i < keys.Keys.Count; i++)
        {
            if (keys.Keys[i].KeyIdentifier != keys.Keys[0].KeyIdentifier + i)
            {
                throw new ArgumentException("PUT KEY numbers its keys one after another; these have gaps.", nameof(keys));
            }
        }

        // new key version · per key: 88 · length of key data · length of key in clear · ciphertext · 03 · key check value   (Amendment D, table 7-10)
        var data = new BerTlvWriter().WriteRaw([keys.KeyVersion]);
        foreach (var key in keys.Keys)
        {
            data.WriteRaw([(byte)KeyType.Aes]).WriteLength(1 + key.Ciphertext.Length).WriteRaw([(byte)key.KeyLength]).WriteRaw(key.Ciphertext.Span)
                .WriteLength(key.CheckValue.Length).WriteRaw(key.CheckValue.Span);
        }

        var p2 = (byte)(keys.Keys[0].KeyIdentifier | (keys.Keys.Count > 1 ? 0x80 : 0x00));
        return new(Cla, GpInstruction.PutKey, replacedVersion, p2, data.ToArray(), 256);
    }

    /// <summary>
    /// What the card must answer to <see cref="PutKey"/>: the new key version and the key check values (11.8.3.1). Other data mean that other keys
    /// were put.
    /// </summary>
    public static byte[] PutKeyAnswer(EncipheredKeySet keys)
    {
        RequireKeySet(keys);
        return [keys.KeyVersion, .. keys.Keys.SelectMany(k => k.CheckValue.ToArray())];
    }

    /// <summary>The DGIs of a new key set, 00B9 and one 8113 per key, as <see cref="KeyLoading"/> has them.</summary>
    /// <param name="keys">The new keys under the Key-DEK of the session's key set.</param>
    /// <param name="keyAccess">See <see cref="KeyAccess"/>.</param>
    public static byte[] KeySetDgis(EncipheredKeySet keys, byte keyAccess = KeyAccess.SecurityDomainAndApplications)
    {
        RequireKeySet(keys);
        var template = new BerTlvWriter();
        foreach (var key in keys.Keys)
        {
            template.Write(KeyLoading.ControlReferenceTemplate, crt => crt
                .Write(KeyLoading.KeyUsageQualifier, [key.KeyUsage])
                .Write(KeyLoading.KeyAccess, [keyAccess])
                .Write(KeyLoading.KeyType, [(byte)KeyType.Aes])
                .Write(KeyLoading.KeyLength, [(byte)key.KeyLength])
                .Write(KeyLoading.KeyIdentifier, [key.KeyIdentifier])
                .Write(KeyLoading.KeyVersion, [keys.KeyVersion])
                .Write(KeyLoading.KeyCheckValue, key.CheckValue.Span));
        }

        return [.. Dgi.Encode(KeyLoading.KeyControlReferenceDgi, template.ToArray()), .. keys.Keys.SelectMany(k => Dgi.Encode(KeyLoading.SecretKeyDgi, k.Ciphertext.Span))];
    }

    /// <summary>
    /// The commands that give a security domain its first keys, in the session of the security domain above it: INSTALL [for personalization], then
    /// STORE DATA with
    /// <see cref="KeySetDgis"/>.
    /// </summary>
    /// <param name="securityDomain">The new security domain.</param>
    /// <param name="keys">Its keys, under the Key-DEK of the session's key set.</param>
    /// <param name="blockSize">Data bytes per command, the session's <c>MaxCommandData</c>.</param>
    public static IReadOnlyList<CommandApdu> FirstKeys(Aid securityDomain, EncipheredKeySet keys, int blockSize) =>
    [
        InstallForPersonalization(securityDomain),
        .. StoreData(KeySetDgis(keys), StoreDataFormat.Dgi | StoreDataFormat.ApplicationDependentEncryption, blockSize),
    ];

    private static void RequireKeySet(EncipheredKeySet keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (keys.Keys.Count == 0 || keys.KeyVersion is 0 or > 0x7F)
        {
            throw new ArgumentException($"A key set has keys and a version of 01 to 7F; this one has {keys.Keys.Count} keys and version {keys.KeyVersion:X2}.", nameof(keys));
        }
    }
}
