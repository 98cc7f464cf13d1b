using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.VirtualCard.SecureChannel;

/// <content>BEGIN and END R-MAC SESSION: more protection of responses for a while (GP Amendment D 1.1.1, 7.1.3 and 7.1.4).</content>
internal sealed partial class Scp03Session
{
    private SecurityLevel? _outside;

    /// <summary>Processes the two commands, plain; returns the answer, protected, or null for any other command and where the card has no R-MAC.</summary>
    public byte[]? ChangeLevel(CommandApdu command)
    {
        var isGp = !new ClassByte(command.Cla).IsInterindustry;
        return (isGp && _options.RMac, command.Ins) switch
        {
            (true, GpInstruction.BeginRMacSession) => BeginRMac(command),
            (true, GpInstruction.EndRMacSession) => EndRMac(command),
            _ => null,
        };
    }

    private byte[] BeginRMac(CommandApdu command)
    {
        var added = (SecurityLevel)command.P1;
        var data = command.Data.Span;
        var isEnciphered = added == (SecurityLevel.RMac | SecurityLevel.REncryption);
        if (command.P2 != 0x01 || (added != SecurityLevel.RMac && !(isEnciphered && _options.REncryption)))
        {
            return Wrap([], StatusWord.IncorrectP1P2);
        }

        // LV data that the card does not look at: they go into the MAC chain.
        if (!data.IsEmpty && data.Length != 1 + data[0])
        {
            return Wrap([], StatusWord.WrongData);
        }

        // Responses get no more protection than commands have, and only what they have not yet (7.1.3.7); the channel stays open.
        if (!Level.HasFlag(isEnciphered ? SecurityLevel.CMacCDecryption : SecurityLevel.CMac) || Level.HasFlag(added) || Level.HasFlag(SecurityLevel.REncryption))
        {
            return Wrap([], StatusWord.ConditionsNotSatisfied);
        }

        var answer = Wrap([], StatusWord.Success);
        _outside ??= Level;
        Level |= added;
        return answer;
    }

    private byte[] EndRMac(CommandApdu command)
    {
        if (command.P1 != 0x00 || command.P2 != 0x03)
        {
            return Wrap([], StatusWord.IncorrectP1P2);
        }

        if (_outside is not { } outside)
        {
            return Wrap([], StatusWord.ConditionsNotSatisfied);
        }

        var answer = Wrap([], StatusWord.Success);
        (Level, _outside) = (outside, null);
        return answer;
    }
}
