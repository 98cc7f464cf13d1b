using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.GlobalPlatform.Registry;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Cards.Keys;

/// <summary>What a card tells of the keys of the security domain that is selected: enough to open SCP03 with keys that somebody gives.</summary>
/// <param name="Keys">The key information template; empty when the card tells none.</param>
/// <param name="Parameters">The parameter i of SCP03 as the card data have it; the default when they do not.</param>
internal sealed record ToldKeySet(IReadOnlyList<KeyInformation> Keys, Scp03Parameters Parameters)
{
    /// <summary>The first version with AES keys for SCP03; null when none is told.</summary>
    public byte? Version => KeyInformation.Scp03Versions(Keys) is { Count: > 0 } versions ? versions[0] : null;

    /// <summary>Bytes of each key of a version; 16 when the card does not say.</summary>
    public int LengthOf(byte version) => Keys.Where(k => k.KeyVersion == version && k.KeyIdentifier == 1).Select(k => k.Components[0].Length).FirstOrDefault(AesKeys.IsKeyLength) is var length and > 0 ? length : 16;

    /// <summary>Asks with GET DATA E0 and 66; what is refused or malformed is as if not told.</summary>
    public static async Task<ToldKeySet> AskAsync(CardTransmit plain, CancellationToken cancellationToken)
    {
        var keys = await plain(GpCommand.GetData(GpTag.KeyInformationTemplate), cancellationToken).ConfigureAwait(false);
        var data = await plain(GpCommand.GetData(GpTag.CardData), cancellationToken).ConfigureAwait(false);
        return new(
            keys.Sw.IsSuccess ? Read(() => KeyInformation.ReadTemplate(keys.Data)) ?? [] : [],
            data.Sw.IsSuccess && Read(() => CardData.Read(data.Data)) is { } told ? told.SecureChannels.Select(c => c.Scp03).FirstOrDefault(p => p is not null) ?? default : default);
    }

    private static T? Read<T>(Func<T> read) where T : class
    {
        try
        {
            return read();
        }
        catch (FormatException)
        {
            return null; // the explorer notes it
        }
    }
}
