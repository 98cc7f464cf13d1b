using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.GlobalPlatform.Commands;

/// <content>STORE DATA (GP Card Specification 2.3.1, 11.11).</content>
public static partial class GpCommand
{
    /// <summary>Greatest number of STORE DATA commands of one sequence: the block number is one byte (11.11.2.2).</summary>
    public const int MaxStoreDataBlocks = 256;

    /// <summary>
    /// Cuts data into STORE DATA commands with rising block numbers; the last has the last-block bit. Structures may run over the end of a command:
    /// their
    /// lengths keep saying the full length (11.11.2.3).
    /// </summary>
    /// <param name="data">One or more DGIs, TLVs, or what the application wants.</param>
    /// <param name="format">Structure, encryption and answer bits of P1; the last-block bit is set here.</param>
    /// <param name="blockSize">Data bytes per command, 1 to 65,535; for a session its <c>MaxCommandData</c>.</param>
    /// <exception cref="ArgumentException">No data, or more than 256 blocks.</exception>
    public static IReadOnlyList<CommandApdu> StoreData(ReadOnlyMemory<byte> data, StoreDataFormat format, int blockSize)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockSize, ushort.MaxValue);
        var blocks = (data.Length + blockSize - 1) / blockSize;
        if (blocks is 0 or > MaxStoreDataBlocks)
        {
            throw new ArgumentException($"STORE DATA takes 1 to {MaxStoreDataBlocks} blocks; {data.Length} bytes make {blocks} of {blockSize}.", nameof(data));
        }

        return [.. Enumerable.Range(0, blocks).Select(i => StoreDataBlock(
            data.Slice(i * blockSize, Math.Min(blockSize, data.Length - (i * blockSize))), format, (byte)i, last: i == blocks - 1))];
    }

    /// <summary>One STORE DATA command per item, none of them cut: what applets want that take each command as one record.</summary>
    /// <param name="items">Data of each command.</param>
    /// <param name="format">Structure, encryption and answer bits of P1; the last-block bit is set here.</param>
    /// <exception cref="ArgumentException">No items, or more than 256.</exception>
    public static IReadOnlyList<CommandApdu> StoreDataItems(IReadOnlyList<ReadOnlyMemory<byte>> items, StoreDataFormat format)
    {
        ArgumentNullException.ThrowIfNull(items);
        if (items.Count is 0 or > MaxStoreDataBlocks)
        {
            throw new ArgumentException($"STORE DATA takes 1 to {MaxStoreDataBlocks} blocks, not {items.Count}.", nameof(items));
        }

        return [.. items.Select((item, i) => StoreDataBlock(item, format, (byte)i, last: i == items.Count - 1))];
    }

    /// <summary>One STORE DATA command.</summary>
    /// <param name="data">Its data.</param>
    /// <param name="format">Structure, encryption and answer bits of P1.</param>
    /// <param name="blockNumber">P2, from 0.</param>
    /// <param name="last">Sets the last-block bit.</param>
    public static CommandApdu StoreDataBlock(ReadOnlyMemory<byte> data, StoreDataFormat format, byte blockNumber, bool last) =>
        new(
            Cla,
            GpInstruction.StoreData,
            (byte)(last ? format | StoreDataFormat.LastBlock : format & ~StoreDataFormat.LastBlock),
            blockNumber,
            data,
            format.HasFlag(StoreDataFormat.AnswerData) ? 256 : null);
}
