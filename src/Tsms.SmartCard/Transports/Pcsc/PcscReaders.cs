namespace Tsms.SmartCard.Transports.Pcsc;

/// <summary>A reader of this machine as the smart card service sees it.</summary>
/// <param name="Name">Its name, to be given to <see cref="PcscCard"/>.</param>
/// <param name="IsCardPresent">True when there is a card in it.</param>
/// <param name="IsInUse">True when some program has the card open.</param>
/// <param name="IsExclusive">True when that program lets nobody else use it.</param>
/// <param name="IsMute">True when the card does not answer to reset.</param>
/// <param name="Atr">Answer to reset; empty without a card or with one that is mute.</param>
public sealed record PcscReader(string Name, bool IsCardPresent, bool IsInUse, bool IsExclusive, bool IsMute, ReadOnlyMemory<byte> Atr);

/// <summary>The readers of this machine (PC/SC: pcscd on Linux, the smart card service on Windows).</summary>
public static class PcscReaders
{
    private const uint SliceMilliseconds = 250;

    /// <summary>All readers, with or without a card, in the service's order; none when none is plugged in.</summary>
    /// <exception cref="TransportException">PC/SC is not installed, or its service does not run.</exception>
    public static IReadOnlyList<PcscReader> List()
    {
        using var context = PcscContext.Open();
        return List(context, 0, []);
    }

    /// <summary>The one reader that is meant: by its whole name, else by a part of it, letter case aside; without a name the only one with a card.</summary>
    /// <param name="name">Name, part of a name, or null.</param>
    /// <exception cref="TransportException">None fits, or several; the message lists what there is.</exception>
    public static PcscReader Find(string? name = null)
    {
        var readers = List();
        PcscReader[] fits =
        [
            .. string.IsNullOrEmpty(name) ? readers.Where(r => r.IsCardPresent)
                : readers.Any(r => r.Name == name) ? readers.Where(r => r.Name == name)
                : readers.Where(r => r.Name.Contains(name, StringComparison.OrdinalIgnoreCase)),
        ];
        var what = string.IsNullOrEmpty(name) ? "with a card in it" : $"named '{name}'";
        var there = readers.Count == 0 ? "There is no reader at all." : "There are: " + string.Join(", ", readers.Select(r => $"'{r.Name}' ({(r.IsCardPresent ? "card" : "empty")})")) + ".";
        return fits.Length switch
        {
            1 => fits[0],
            0 => throw new TransportException($"There is no reader {what}. {there}"),
            _ => throw new TransportException($"{fits.Length} readers are {what}; name one in full. {there}"),
        };
    }

    /// <summary>Waits until a card is in a reader.</summary>
    /// <param name="name">Name of the reader, whole; null: any.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransportException">PC/SC is not installed, or its service does not run.</exception>
    public static Task<PcscReader> WaitForCardAsync(string? name, CancellationToken cancellationToken) => WaitAsync(name, isPresent: true, cancellationToken);

    /// <summary>Waits until there is no card in a reader, or the reader is gone.</summary>
    /// <param name="name">Name of the reader, whole.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="TransportException">PC/SC is not installed, or its service does not run.</exception>
    public static Task WaitForRemovalAsync(string name, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(name);
        return WaitAsync(name, isPresent: false, cancellationToken);
    }

    private static Task<PcscReader> WaitAsync(string? name, bool isPresent, CancellationToken cancellationToken) => Task.Run(
        () =>
        {
            using var context = PcscContext.Open();
            var known = new Dictionary<string, uint>();
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var readers = List(context, SliceMilliseconds, known);
                var found = readers.FirstOrDefault(r => (name is null || r.Name == name) && r.IsCardPresent == isPresent);
                if (found is not null)
                {
                    return found;
                }

                if (!isPresent && readers.All(r => r.Name != name))
                {
                    return new PcscReader(name!, false, false, false, false, default);
                }

                if (readers.Count == 0)
                {
                    cancellationToken.WaitHandle.WaitOne((int)SliceMilliseconds); // a service without readers answers at once
                }
            }
        },
        cancellationToken);

    /// <summary>States of all readers; with states that are known, waits until one of them changes or the time is over.</summary>
    private static IReadOnlyList<PcscReader> List(PcscContext context, uint timeout, Dictionary<string, uint> known)
    {
        var code = context.Library.ListReaders(context.Value, out var names);
        if (code == PcscError.NoReadersAvailable || (code == PcscError.Success && names.Count == 0))
        {
            return [];
        }

        if (code != PcscError.Success)
        {
            throw PcscError.Fail("The readers cannot be listed", code);
        }

        PcscReaderQuery[] queries = [.. names.Select(name => new PcscReaderQuery { Name = name, Known = known.GetValueOrDefault(name), Atr = [] })];
        code = context.Library.GetStatusChange(context.Value, queries.All(q => q.Known != 0) ? timeout : 0, queries);
        if (code is not (PcscError.Success or PcscError.Timeout))
        {
            throw PcscError.Fail("The state of the readers cannot be read", code);
        }

        foreach (ref var query in queries.AsSpan())
        {
            query.Found = code == PcscError.Timeout ? query.Known : query.Found;
            known[query.Name] = query.Found & 0xFFFF_FFFD; // without 'changed'
        }

        return [.. queries.Select(Read)];
    }

    private static PcscReader Read(PcscReaderQuery query) => new(
        query.Name,
        (query.Found & PcscLibrary.StatePresent) != 0,
        (query.Found & PcscLibrary.StateInUse) != 0,
        (query.Found & PcscLibrary.StateExclusive) != 0,
        (query.Found & PcscLibrary.StateMute) != 0,
        query.Atr);
}
