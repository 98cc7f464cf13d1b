using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Profiles;

namespace Tsms.VirtualCard.CardManager;

/// <content>Commands in several pieces and answers in several pieces (GP Card Specification 2.3.1, 11.1.5).</content>
internal sealed partial class CardOs
{
    private const int MaxChain = 4096;
    private const byte MoreCommands = 0x80;
    private const byte BytesRemain = 0x61;

    /// <summary>
    /// Gathers a chain of DELETE, INSTALL or PUT KEY, before secure messaging is taken off: its MAC covers the whole. Returns the answer to a piece, or null when
    /// <paramref name="command"/> is to be processed: one that is no piece, or the last with the data of all.
    /// </summary>
    private byte[]? Chain(ChannelState channel, ref CommandApdu command)
    {
        var chain = channel.Chain;
        var chainable = !new ClassByte(command.Cla).IsInterindustry
            && command.Ins is GpInstruction.Install or GpInstruction.Delete or GpInstruction.PutKey;
        var more = chainable && (command.P1 & MoreCommands) != 0;
        channel.Chain = null;
        if (chain is not null && (!chainable || (chain.Cla, chain.Ins, chain.P1, chain.P2) != (command.Cla, command.Ins, (byte)(command.P1 & ~MoreCommands), command.P2)))
        {
            return Bare(StatusWord.ConditionsNotSatisfied);
        }

        // PUT KEY has had its mark for more commands from the beginning, or long keys would not fit.
        if (more && command.Ins != GpInstruction.PutKey && _profile.Lacks(CardFunction.CommandChaining))
        {
            return Bare(StatusWord.IncorrectP1P2);
        }

        if (!more && chain is null)
        {
            return null;
        }

        byte[] data = [.. chain is null ? default : chain.Data.Span, .. command.Data.Span];
        if (data.Length > MaxChain)
        {
            return Bare(StatusWord.IncorrectP1P2);
        }

        command = command with { P1 = (byte)(command.P1 & ~MoreCommands), Data = data };
        if (!more)
        {
            return null;
        }

        channel.Chain = command;
        return Bare(StatusWord.Success);
    }

    /// <summary>An answer that fits the command, or its first piece with 61xx; the rest waits for GET RESPONSE.</summary>
    private static byte[] InPieces(ChannelState channel, CommandApdu command, byte[] answer)
    {
        // No more than the host expects (ISO/IEC 7816-4, 5.1); what has been done is not done again for a larger Le, as 6Cxx would have it.
        var most = command.Ne ?? 256;
        if (answer.Length - 2 <= most)
        {
            return answer;
        }

        channel.Pending = answer.AsMemory(most);
        return [.. answer.AsSpan(0, most), BytesRemain, Remaining(channel.Pending)];
    }

    private static byte[] GetResponse(ChannelState channel, CommandApdu command)
    {
        var pending = channel.Pending;
        channel.Pending = default;
        if (command.P1 != 0 || command.P2 != 0 || !command.Data.IsEmpty)
        {
            return Bare(StatusWord.IncorrectP1P2);
        }

        return InPieces(channel, command, pending.ToArray());
    }

    private static byte Remaining(ReadOnlyMemory<byte> pending) => (byte)(pending.Length - 2 > 255 ? 0 : pending.Length - 2);
}
