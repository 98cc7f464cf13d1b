using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Commands;

/// <content>LOAD (GP Card Specification 2.3.1, 11.6).</content>
public static partial class GpCommand
{
    /// <summary>Greatest number of LOAD commands of one load file: the block number is one byte (11.6.2.2).</summary>
    public const int MaxLoadBlocks = 256;

    /// <summary>
    /// Cuts a load file into LOAD commands: DAP blocks, then C4 with the load file data block (table 11-58). The last block alone has P1 80, also
    /// when the end falls on a block's end.
    /// </summary>
    /// <param name="loadFileDataBlock">The components of a CAP in load order, without tag.</param>
    /// <param name="blockSize">Data bytes per command, 1 to 65,535; for a session its <c>MaxCommandData</c>.</param>
    /// <param name="dapBlocks">Encoded E2 TLVs, one after another; empty for none.</param>
    /// <param name="largestBlock">
    /// Data bytes that a command may have where 256 blocks of <paramref name="blockSize"/> do not suffice, up to 65,535: for a card that takes commands of extended
    /// length. All blocks then are as large as it takes, and in extended form. 0: there are no larger ones.
    /// </param>
    /// <exception cref="ArgumentException">Nothing to load, or more than 256 blocks; the message says which block size would do.</exception>
    public static IReadOnlyList<CommandApdu> Load(
        ReadOnlyMemory<byte> loadFileDataBlock, int blockSize, ReadOnlyMemory<byte> dapBlocks = default, int largestBlock = 0)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(blockSize, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(blockSize, ushort.MaxValue);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(largestBlock, ushort.MaxValue);
        if (loadFileDataBlock.IsEmpty)
        {
            throw new ArgumentException("The load file data block is empty.", nameof(loadFileDataBlock));
        }

        ReadOnlyMemory<byte> file = new BerTlvWriter().WriteRaw(dapBlocks.Span).Write(GpTag.LoadFileDataBlock, loadFileDataBlock.Span).ToArray();
        var needed = (file.Length + MaxLoadBlocks - 1) / MaxLoadBlocks;

        if (needed > Math.Max(blockSize, largestBlock))
        {
            throw new ArgumentException(
                $"The load file has {file.Length} bytes. LOAD numbers at most {MaxLoadBlocks} blocks, so each needs {needed} bytes, and the card's commands have room for "
                + $"{Math.Max(blockSize, largestBlock)}. Load it on a card that takes commands of extended length and whose profile says so (maxCommandData), "
                + "or split the package in two.",
                nameof(loadFileDataBlock));
        }

        // A secure channel leaves less than 255 bytes of a short command: with a long answer expected, every block goes in extended form, whatever its length.
        var (size, expected) = needed <= blockSize ? (blockSize, 256) : (needed, 65_536);
        var blocks = (file.Length + size - 1) / size;
        var commands = new CommandApdu[blocks];
        for (var i = 0; i < blocks; i++)
        {
            var block = file.Slice(i * size, Math.Min(size, file.Length - (i * size)));
            commands[i] = new(Cla, GpInstruction.Load, i == blocks - 1 ? (byte)0x80 : (byte)0x00, (byte)i, block, expected);
        }

        return commands;
    }
}
