using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Registry;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Exploration;

/// <summary>Sends one command to a card and returns its answer; 61xx and 6Cxx are resolved by whoever implements it.</summary>
public delegate ValueTask<ResponseApdu> CardTransmit(CommandApdu command, CancellationToken cancellationToken);

/// <summary>
/// Asks a card for all that it tells: data objects, registry, keys, memory, access rules. Reads only. Every refusal is a note, not an error: cards tell as much as
/// they like.
/// </summary>
/// <param name="plain">The way to the card without secure messaging, on one channel that nobody else uses meanwhile.</param>
/// <param name="authenticate">
/// Opens a secure channel with the domain that is selected, the issuer's, and returns the way through it; null: without authentication, so no registry. It may throw,
/// and then nothing more is asked.
/// </param>
public sealed class CardExplorer(CardTransmit plain, Func<CancellationToken, ValueTask<CardTransmit>>? authenticate)
{
    private const int MaxPages = 256;

    private readonly List<string> _notes = [];
    private StatusWord _selected;

    /// <summary>Asks for everything.</summary>
    /// <exception cref="TransportException">The card does not answer.</exception>
    public async ValueTask<CardInventory> ExploreAsync(CancellationToken cancellationToken)
    {
        _notes.Clear();
        var issuer = await SelectAsync(default, "the issuer security domain", cancellationToken).ConfigureAwait(false);
        var inventory = await ReadObjectsAsync(new CardInventory { IssuerSecurityDomain = issuer }, cancellationToken).ConfigureAwait(false);
        var issuerKeys = await ReadKeysAsync(plain, "the issuer security domain", cancellationToken).ConfigureAwait(false);
        if (_selected == StatusWord.FunctionNotSupported)
        {
            // Of a terminated card GET DATA is left (GP Card Specification 2.3.1, 5.1.1.5); cards count failed authentications.
            _notes.Add("Even its issuer security domain cannot be selected, as on a card that is TERMINATED. No secure channel and no rules were asked for.");
            return inventory with { Notes = [.. _notes] };
        }

        if (authenticate is null)
        {
            _notes.Add("The registry is told to who authenticates only; no keys were given.");
        }
        else
        {
            var secure = await authenticate(cancellationToken).ConfigureAwait(false);
            inventory = await ReadRegistryAsync(inventory, secure, issuerKeys, cancellationToken).ConfigureAwait(false);
        }

        return inventory with { AccessRules = await ReadRulesAsync(cancellationToken).ConfigureAwait(false), Notes = [.. _notes] };
    }

    private async ValueTask<CardInventory> ReadObjectsAsync(CardInventory inventory, CancellationToken cancellationToken)
    {
        async ValueTask<T?> Get<T>(BerTag tag, string name, Func<ReadOnlyMemory<byte>, T> read)
        {
            var answer = await plain(GpCommand.GetData(tag), cancellationToken).ConfigureAwait(false);
            return answer.Sw.IsSuccess ? Read(() => read(answer.Data), name) : Note<T>($"GET DATA {tag} ({name}) was answered {answer.Sw}.");
        }

        return inventory with
        {
            CardData = await Get(GpTag.CardData, "card data", CardData.Read).ConfigureAwait(false),
            Capability = await Get(GpTag.CardCapability, "card capability", a => CardObjects.Value(a, GpTag.CardCapability)).ConfigureAwait(false),
            Production = await Get(GpTag.Cplc, "production data", Cplc.Read).ConfigureAwait(false),
            IssuerIdentificationNumber = await Get(GpTag.IssuerIdentificationNumber, "issuer identification number", a => CardObjects.Value(a, GpTag.IssuerIdentificationNumber)).ConfigureAwait(false),
            CardImageNumber = await Get(GpTag.CardImageNumber, "card image number", a => CardObjects.Value(a, GpTag.CardImageNumber)).ConfigureAwait(false),
            Resources = await Get(GpTag.ExtendedCardResources, "memory", ExtendedCardResources.Read).ConfigureAwait(false),
        };
    }

    private async ValueTask<CardInventory> ReadRegistryAsync(CardInventory inventory, CardTransmit secure, IReadOnlyList<KeyInformation> issuerKeys, CancellationToken cancellationToken)
    {
        var issuer = await ListAsync(secure, RegistryScope.IssuerSecurityDomain, cancellationToken).ConfigureAwait(false);
        var applications = await ListAsync(secure, RegistryScope.Applications, cancellationToken).ConfigureAwait(false);
        var loadFiles = await ListAsync(secure, RegistryScope.LoadFilesAndModules, cancellationToken).ConfigureAwait(false);
        if (loadFiles.Count == 0)
        {
            loadFiles = await ListAsync(secure, RegistryScope.LoadFiles, cancellationToken).ConfigureAwait(false);
        }

        if (issuer.Count == 0)
        {
            return inventory;
        }

        var root = issuer[0];

        // SELECT ends the session, so keys come last
        var keys = new Dictionary<Aid, IReadOnlyList<KeyInformation>> { [root.Aid] = issuerKeys };
        foreach (var domain in applications.Where(a => a.IsSecurityDomain))
        {
            var selected = await SelectAsync(domain.Aid, domain.Aid.ToString(), cancellationToken).ConfigureAwait(false);
            keys[domain.Aid] = selected.IsEmpty ? [] : await ReadKeysAsync(plain, domain.Aid.ToString(), cancellationToken).ConfigureAwait(false);
        }

        var trees = DomainTree.Build(root, applications, loadFiles, keys);
        return inventory with { CardState = root.LifeCycle, IssuerSecurityDomain = root.Aid, Root = trees[0], OtherRoots = [.. trees.Skip(1)] };
    }

    /// <summary>GET STATUS with all data, on cards that refuse tag lists without one; all pages.</summary>
    private async ValueTask<IReadOnlyList<RegistryEntry>> ListAsync(CardTransmit send, RegistryScope scope, CancellationToken cancellationToken)
    {
        foreach (var allData in new[] { true, false })
        {
            var listing = new RegistryListing();
            var answer = await send(GpCommand.GetStatus(scope, allData: allData), cancellationToken).ConfigureAwait(false);
            while (answer.Sw == StatusWord.MoreDataAvailable && listing.Pages < MaxPages && listing.Add(answer.Data.Span, answer.Sw))
            {
                answer = await send(GpCommand.GetStatus(scope, next: true, allData: allData), cancellationToken).ConfigureAwait(false);
            }

            if (answer.Sw.IsSuccess || answer.Sw == StatusWord.ReferencedDataNotFound)
            {
                return Read(
                    () =>
                    {
                        listing.Add(answer.Data.Span, answer.Sw);
                        return listing.ToEntries();
                    },
                    $"GET STATUS {(byte)scope:X2}") ?? [];
            }

            if (!allData)
            {
                _notes.Add($"GET STATUS {(byte)scope:X2} was answered {answer.Sw}.");
            }
        }

        return [];
    }

    private async ValueTask<IReadOnlyList<KeyInformation>> ReadKeysAsync(CardTransmit send, string domain, CancellationToken cancellationToken)
    {
        var answer = await send(GpCommand.GetData(GpTag.KeyInformationTemplate), cancellationToken).ConfigureAwait(false);
        if (answer.Sw.IsSuccess)
        {
            return Read(() => KeyInformation.ReadTemplate(answer.Data), $"key information of {domain}") ?? [];
        }

        _notes.Add($"GET DATA E0 (keys of {domain}) was answered {answer.Sw}.");
        return [];
    }

    /// <summary>Selects and returns the AID that the answer tells, else the one asked for; empty when SELECT is refused.</summary>
    private async ValueTask<Aid> SelectAsync(Aid aid, string name, CancellationToken cancellationToken)
    {
        var answer = await plain(GpCommand.Select(aid), cancellationToken).ConfigureAwait(false);
        _selected = answer.Sw;
        if (!answer.Sw.IsSuccess && !answer.Sw.IsWarning)
        {
            _notes.Add($"SELECT of {name} was answered {answer.Sw}.");
            return default;
        }

        return BerTlvReader.TryReadAll(answer.Data, out var tlvs, out _, out _) && tlvs.FirstOrDefault(t => t.Tag == GpTag.FileControlInformation) is { Value.IsEmpty: false } fci
            && BerTlvReader.TryReadAll(fci.Value, out var inner, out _, out _) && Aid.TryFrom(inner.FirstOrDefault(t => t.Tag == GpTag.Name).Value.Span, out var told) ? told : aid;
    }

    private async ValueTask<IReadOnlyList<ReadOnlyMemory<byte>>?> ReadRulesAsync(CancellationToken cancellationToken)
    {
        if ((await SelectAsync(GpAid.AccessRuleApplicationMaster, "the ARA-M", cancellationToken).ConfigureAwait(false)).IsEmpty)
        {
            return null;
        }

        // FF40 for all, FF60 for what did not fit (GP Secure Element Access Control 1.1, 4.1)
        var bytes = new List<byte>();
        BerTag tag = 0xFF40;
        for (var page = 0; page < MaxPages; page++, tag = 0xFF60)
        {
            var answer = await plain(GpCommand.GetData(tag), cancellationToken).ConfigureAwait(false);
            if (!answer.Sw.IsSuccess || answer.Data.IsEmpty)
            {
                _notes.Add($"GET DATA {tag} (access rules) was answered {answer}.");
                return answer.Sw == StatusWord.ReferencedDataNotFound ? [] : null;
            }

            bytes.AddRange(answer.Data.Span);
            ReadOnlyMemory<byte> all = bytes.ToArray();
            if (new BerTlvReader(all).TryRead(out var whole) != BerStatus.Truncated)
            {
                return Read(() => BerTlvReader.ReadAll(whole.Value).Where(t => t.Tag == GpTag.DapBlock).Select(t => t.Encoded).ToArray(), "access rules");
            }
        }

        _notes.Add("The access rules do not end.");
        return null;
    }

    private T? Read<T>(Func<T> read, string name)
    {
        try
        {
            return read();
        }
        catch (FormatException e)
        {
            return Note<T>($"The answer about {name} is malformed: {e.Message}");
        }
    }

    private T? Note<T>(string note)
    {
        _notes.Add(note);
        return default;
    }
}
