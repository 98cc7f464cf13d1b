using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;

namespace Tsms.VirtualCard.CardManager;

/// <content>Logical channels and SELECT (GP Card Specification 2.3.1, 6.4, 11.7 and 11.9).</content>
internal sealed partial class CardOs
{
    private const ushort ChannelAlreadyClosed = 0x6200;
    private const ushort LengthIsOne = 0x6C01;
    private const int MaxChannel = 19;

    private byte[] ManageChannel(ClassByte cla, CommandApdu command)
    {
        if (cla.HasSecureMessaging)
        {
            return Bare(StatusWord.SecureMessagingNotSupported);
        }

        if (_channels.Length == 1 || Registry.CardState is LifeCycle.CardLocked or LifeCycle.CardTerminated)
        {
            return Bare(StatusWord.FunctionNotSupported);
        }

        if (!command.Data.IsEmpty)
        {
            return Bare(StatusWord.WrongLength);
        }

        return command.P1 switch
        {
            0x00 => OpenChannel(cla.Channel, command),
            0x80 => CloseChannel(command.P2 == 0 ? cla.Channel : command.P2),
            _ => Bare(StatusWord.IncorrectP1P2),
        };
    }

    private byte[] OpenChannel(int from, CommandApdu command)
    {
        int number = command.P2;
        if (number == 0)
        {
            if (command.Ne is not (1 or 256))
            {
                return Bare(new StatusWord(LengthIsOne));
            }

            number = Array.FindIndex(_channels, c => c is null);
        }

        if (number is < 0 or > MaxChannel)
        {
            return Bare(StatusWord.FunctionNotSupported);
        }

        if (number >= _channels.Length || _channels[number] is not null)
        {
            return Bare(StatusWord.IncorrectP1P2);
        }

        // 6.4.2.2 and 6.4.3.2: what cannot be selected there keeps the channel closed; the status words are those of JCRE 3.0.5, 4.6.1.
        var application = from == 0 ? Registry.Implicit(number) : Registry.Find(_channels[from]!.Selected);
        if (application is { Kind: ApplicationKind.Applet, IsSelectable: true } && IsRestricted(application.Aid, number))
        {
            return Bare(StatusWord.ConditionsNotSatisfied);
        }

        return OpenWith(number, application) ? command.P2 == 0 ? Good([(byte)number]) : Bare(StatusWord.Success)
            : Bare(application is { IsSelectable: true } ? StatusWord.AppletSelectFailed : StatusWord.FunctionNotSupported);
    }

    private byte[] CloseChannel(int number)
    {
        if (number is 0 or > MaxChannel)
        {
            return Bare(StatusWord.FunctionNotSupported);
        }

        if (number >= _channels.Length || _channels[number] is not { } channel)
        {
            return Bare(new StatusWord(ChannelAlreadyClosed));
        }

        Deselect(number, channel);
        channel.Dispose();
        _channels[number] = null;
        return Bare(StatusWord.Success);
    }

    /// <summary>Opens a channel with what is selected by default; where that refuses, the issuer's domain is.</summary>
    private bool OpenImplicitly(int number) => OpenWith(number, Registry.Implicit(number)) || OpenWith(number, Registry.Issuer);

    private bool OpenWith(int number, ApplicationEntry? application)
    {
        if (application is null || (application.Aid != Registry.IssuerDomain && !application.IsSelectable))
        {
            return false;
        }

        if (application.Kind == ApplicationKind.Applet && !TrySelectApplet(application.Aid, number))
        {
            return false;
        }

        _channels[number] ??= new ChannelState();
        _channels[number]!.Select(application.Aid);
        EndPersonalizationElsewhere(application.Aid, number);
        return true;
    }

    private byte[] SelectByName(ClassByte cla, ChannelState channel, CommandApdu command, ReadOnlyMemory<byte> bytes)
    {
        if (cla.HasSecureMessaging)
        {
            return Bare(StatusWord.SecureMessagingNotSupported);
        }

        if (cla.IsChained)
        {
            return Bare(StatusWord.ChainingNotSupported);
        }

        // 00 and 02 as GlobalPlatform; the bits 0C (what to return) are ISO's, and FCI is returned whatever they say.
        if ((command.P2 & 0xF1) != 0)
        {
            return Bare(StatusWord.IncorrectP1P2);
        }

        if (command.Data.Length > Aid.MaxLength)
        {
            return Bare(StatusWord.WrongLength);
        }

        if (Registry.CardState is LifeCycle.CardLocked or LifeCycle.CardTerminated)
        {
            return SelectOnLockedCard(cla, channel, command, bytes);
        }

        var next = (command.P2 & 0x02) != 0;
        if (next && !channel.WasSelectedByName && !command.Data.IsEmpty)
        {
            return Bare(StatusWord.NotFound);
        }

        var anyMatch = false;
        foreach (var candidate in command.Data.IsEmpty ? [Registry.Issuer] : Candidates(channel, command.Data, next))
        {
            anyMatch = true;
            if (candidate.Aid != Registry.IssuerDomain && !candidate.IsSelectable)
            {
                if (candidate.IsLocked && candidate.Aid == channel.Selected)
                {
                    // 6.4.2.1.2: the session of a locked application that is still selected ends.
                    Deselect(cla.Channel, channel);
                    OpenImplicitly(cla.Channel);
                }

                continue;
            }

            if (Select(cla.Channel, channel, candidate, bytes) is { } answer)
            {
                channel.WasSelectedByName = true;
                return answer;
            }
        }

        // Without any match a SELECT [first] goes to the selected application (6.4.2.1.2): applets may know more names than the registry.
        var selected = Registry.Find(channel.Selected);
        return !anyMatch && !next && selected is { Kind: ApplicationKind.Applet, IsSelectable: true }
            ? _runtime.Process(selected.Aid, cla.Channel, bytes, selecting: false)
            : Bare(StatusWord.NotFound);
    }

    /// <summary>On a card that is locked only the final application is selected, and only on the basic channel; the others close (9.6.3 and 9.6.4).</summary>
    private byte[] SelectOnLockedCard(ClassByte cla, ChannelState channel, CommandApdu command, ReadOnlyMemory<byte> bytes)
    {
        if (cla.Channel != 0)
        {
            CloseChannel(cla.Channel);
            return Bare(StatusWord.FunctionNotSupported);
        }

        var final = Registry.Final;
        if (Registry.CardState == LifeCycle.CardTerminated || !final.Aid.StartsWith(command.Data.Span))
        {
            return Bare(StatusWord.FunctionNotSupported);
        }

        if (final.Kind == ApplicationKind.Applet)
        {
            return Select(0, channel, final, bytes) ?? Bare(StatusWord.FunctionNotSupported);
        }

        Deselect(0, channel);
        channel.Select(final.Aid);
        return [.. FileControlInformation(final), StatusWord.SelectedInvalidated.Sw1, StatusWord.SelectedInvalidated.Sw2];
    }

    /// <summary>
    /// Applications whose name begins with the one asked for, from the start of the registry or after the selected one. A whole match goes first.
    /// </summary>
    private IEnumerable<ApplicationEntry> Candidates(ChannelState channel, ReadOnlyMemory<byte> name, bool next)
    {
        var all = Registry.Applications;
        if (next)
        {
            var at = -1;
            for (var i = 0; i < all.Length; i++)
            {
                at = all[i].Aid == channel.Selected ? i : at;
            }

            return all.Skip(at + 1).Where(a => a.Aid.StartsWith(name.Span));
        }

        return all.Where(a => a.Aid.StartsWith(name.Span)).OrderBy(a => a.Aid.Length == name.Length ? 0 : 1);
    }

    /// <summary>Selects one application; null when it cannot be selected and the search goes on.</summary>
    private byte[]? Select(int number, ChannelState channel, ApplicationEntry candidate, ReadOnlyMemory<byte> bytes)
    {
        if (candidate.Kind != ApplicationKind.Applet)
        {
            Deselect(number, channel);
            channel.Select(candidate.Aid);
            EndPersonalizationElsewhere(candidate.Aid, number);
            return Good(candidate.Kind == ApplicationKind.SecurityDomain ? FileControlInformation(candidate) : []);
        }

        if (IsRestricted(candidate.Aid, number))
        {
            return null;
        }

        Deselect(number, channel);
        if (!_runtime.Select(candidate.Aid, number, IsSelectedElsewhere(candidate.Aid, number)))
        {
            // The old session is over and the new one was refused: what is selected by default takes the channel, and the host hears 6999 (JCRE 3.0.5, 4.5).
            OpenImplicitly(number);
            return Bare(StatusWord.AppletSelectFailed);
        }

        channel.Select(candidate.Aid);
        return _runtime.Process(candidate.Aid, number, bytes, selecting: true);
    }

    /// <summary>A domain that is selected on another channel forgets whom it personalizes on this one (11.11.1).</summary>
    private void EndPersonalizationElsewhere(Aid domain, int number)
    {
        foreach (var other in _channels.Where((c, i) => i != number && c?.Selected == domain))
        {
            other!.Session = other.Session with { Personalizing = null, NextStoreBlock = 0, Stored = [] };
        }
    }

    private bool TrySelectApplet(Aid aid, int number) => !IsRestricted(aid, number) && _runtime.Select(aid, number, IsSelectedElsewhere(aid, number));

    /// <summary>
    /// An applet on another channel is selected once more only when it is multiselectable, and so are the others of its package (JCRE 3.0.5, 4.2).
    /// </summary>
    private bool IsRestricted(Aid aid, int number)
    {
        var package = Registry.Find(aid)!.LoadFile;
        var active = _channels.Where((c, i) => c is not null && i != number).Select(c => Registry.Find(c!.Selected))
            .Where(a => a is { Kind: ApplicationKind.Applet } && a.LoadFile == package).ToList();
        return active.Count > 0 && (!_runtime.IsMultiSelectable(aid) || active.Exists(a => !_runtime.IsMultiSelectable(a!.Aid)));
    }

    private bool IsSelectedElsewhere(Aid aid, int number) => _channels.Where((c, i) => c is not null && i != number).Any(c => c!.Selected == aid);

    private void Deselect(int number, ChannelState channel)
    {
        if (Registry.Find(channel.Selected) is { Kind: ApplicationKind.Applet } applet && _runtime.Knows(applet.Aid))
        {
            _runtime.Deselect(applet.Aid, number, IsSelectedElsewhere(applet.Aid, number));
        }
    }

    /// <summary>6F · 84 AID · A5 · 73 management data · 9F65 maximum length of command data (11.9.3.1).</summary>
    private byte[] FileControlInformation(ApplicationEntry domain) => new BerTlvWriter()
        .Write(GpTag.FileControlInformation, fci => fci
            .Write(GpTag.Name, domain.Aid.Span)
            .Write(0xA5, own => own.WriteRaw(_profile.ManagementDataInFci ? GetData.ManagementData(_profile) : []).Write(0x9F65, [0xFF])))
        .ToArray();
}
