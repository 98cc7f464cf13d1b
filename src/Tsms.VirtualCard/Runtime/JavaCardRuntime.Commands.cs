using Tsms.SmartCard;
using Tsms.VirtualCard.Api.Natives.Security;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <content>Selecting applets and handing them commands (JCRE 3.0.5, ch. 3 and 4).</content>
internal sealed partial class JavaCardRuntime
{
    private const string ApduBufferKey = "apdu";
    private const string AnswerKey = "answer";
    private const int AnswerBytes = 258;

    private readonly Dictionary<int, AppletEntry> _deselected = []; // by channel, until the next command of an applet there

    private int _channel;
    private bool _answeredUnchained;
    private bool _isSelecting;
    private AppletEntry? _selected; // whose select is at work

    /// <inheritdoc/>
    public bool Select(Aid instance, int channel, bool alreadyActiveElsewhere)
    {
        var applet = Applet(instance);
        var target = ObjectOf(applet);
        BeginCommand(applet.Package.Context, channel);
        _isSelecting = true;
        _selected = applet;
        IsReselecting = _deselected.GetValueOrDefault(channel) == applet;
        Array.Clear(ApduBuffer().Bytes);
        try
        {
            // The first of its package hears select, every further one MultiSelectable.select (JCRE 3.0.5, 4.3 and 4.6.2).
            if (!(IsContextActive(applet.Package, channel) ? AcceptsAnother(target, alreadyActiveElsewhere) : Machine.InvokeVirtual(target, "select()Z") != 0))
            {
                return false;
            }

            // 7.6.2: a transaction left open counts as an exception.
            if (PersistentMemory.InTransaction)
            {
                return false;
            }

            _active[channel] = applet;
            return true;
        }
        catch (Exception e) when (e is JavaThrow or MachineFault)
        {
            return false;
        }
        finally
        {
            EndCommand();
            ClearDeselected(applet.Package);
        }
    }

    /// <inheritdoc/>
    public void Deselect(Aid instance, int channel, bool stillActiveElsewhere)
    {
        var applet = Applet(instance);
        var target = ObjectOf(applet);
        BeginCommand(applet.Package.Context, channel);
        try
        {
            // The last of its package hears deselect, the others MultiSelectable.deselect (JCRE 3.0.5, 4.3 and 4.7).
            if (IsContextActive(applet.Package, channel) && Machine.FindApiClass(KnownClass.MultiSelectable) is { } multiple && Implements(target, multiple))
            {
                Machine.InvokeInterface(target, multiple, "deselect(Z)V", (short)(stillActiveElsewhere ? 1 : 0));
            }
            else
            {
                Machine.InvokeVirtual(target, "deselect()V");
            }
        }
        catch (Exception e) when (e is JavaThrow or MachineFault)
        {
            // An exception of deselect changes nothing (JCRE 3.0.5, 3.4).
        }
        finally
        {
            _active.Remove(channel);
            _deselected[channel] = applet;
            EndCommand();
            ClearDeselected(applet.Package);
        }
    }

    private bool IsContextActive(PackageInfo package, int butChannel) => _active.Any(a => a.Key != butChannel && a.Value.Package == package);

    private bool AcceptsAnother(HeapObject applet, bool isSameApplet) =>
        Machine.FindApiClass(KnownClass.MultiSelectable) is { } multiple
        && Implements(applet, multiple)
        && Machine.InvokeInterface(applet, multiple, "select(Z)Z", (short)(isSameApplet ? 1 : 0)) != 0;

    // 5.1: with the last active applet of a package its CLEAR_ON_DESELECT objects lose their content.
    private void ClearDeselected(PackageInfo package)
    {
        if (!_active.Values.Any(a => a.Package == package))
        {
            Machine.Heap.ClearTransient(o => o.Transient == TransientKind.ClearOnDeselect && o.Context == package.Context);
        }
    }

    /// <inheritdoc/>
    public byte[] Process(Aid instance, int channel, ReadOnlyMemory<byte> command, bool selecting)
    {
        var applet = Applet(instance);
        if (!CommandApdu.TryParse(command, out var parsed, out _))
        {
            return [StatusWord.WrongLength.Sw1, (byte)StatusWord.WrongLength.Value];
        }

        // 9.4.4: extended length is for applets that say they know it, and ends at 32,767.
        if (parsed.NeedsExtended
            && (parsed.Data.Length > short.MaxValue || !Implements(ObjectOf(applet), Machine.FindApiClass(KnownClass.ExtendedLength))))
        {
            return [StatusWord.WrongLength.Sw1, (byte)StatusWord.WrongLength.Value];
        }

        BeginCommand(applet.Package.Context, channel);
        _isSelecting = selecting;
        IsReselecting = selecting && _deselected.GetValueOrDefault(channel) == applet;
        _deselected.Remove(channel);
        var apdu = BeginApdu(parsed, channel);
        var sw = StatusWord.Success;
        try
        {
            Machine.InvokeVirtual(ObjectOf(applet), "process(Ljavacard/framework/APDU;)V", (short)ApduObject().Handle);
            if (PersistentMemory.InTransaction)
            {
                // 7.6.2: as after an exception that nobody caught.
                sw = StatusWord.Unknown;
            }
        }
        catch (JavaThrow e)
        {
            sw = StatusWordOf(e.Exception);
        }
        catch (MachineFault e)
        {
            // Whatever the applet was about, it is not to find it half done.
            LastFault = e;
            Machine.Heap.ClearTransient(o => o.Context == applet.Package.Context);
            return [StatusWord.Unknown.Sw1, (byte)StatusWord.Unknown.Value];
        }
        finally
        {
            EndCommand();

            // 11.2: the buffer is zeroed on return from process, so that nobody finds what another applet left in it.
            Array.Clear(apdu.Buffer.Bytes);
        }

        _answeredUnchained = apdu.IsUnchained;
        return apdu.Response(sw);
    }

    /// <summary>Did the last command call setOutgoingNoChaining? Asked once for a command.</summary>
    public bool TakeUnchained()
    {
        var was = _answeredUnchained;
        _answeredUnchained = false;
        return was;
    }

    /// <inheritdoc/>
    public byte[]? ProcessData(Aid instance, ReadOnlyMemory<byte> storeDataCommand)
    {
        var target = ObjectOf(Applet(instance));
        var personalization = Machine.FindApiClass("org/globalplatform/Personalization");
        var application = Machine.FindApiClass("org/globalplatform/Application");
        var answers = Implements(target, personalization);
        if (!answers && !Implements(target, application))
        {
            return null;
        }

        BeginCommand(target.Context, channel: 0);
        try
        {
            var buffer = ApduBuffer();
            if (storeDataCommand.Length > buffer.Bytes.Length)
            {
                throw new CardFault(StatusWord.WrongLength, $"A command of {storeDataCommand.Length} bytes does not fit the buffer of {buffer.Bytes.Length}.");
            }

            storeDataCommand.Span.CopyTo(buffer.Bytes);
            if (!answers)
            {
                Machine.InvokeInterface(target, application!, "processData([BSS)V", (short)buffer.Handle, 0, (short)storeDataCommand.Length);
                DemandNoTransaction(instance);
                return [];
            }

            var answer = GlobalBytes(AnswerKey, AnswerBytes);
            int length = Machine.InvokeInterface(
                target, personalization!, "processData([BSS[BS)S", (short)buffer.Handle, 0, (short)storeDataCommand.Length, (short)answer.Handle, 0);
            DemandNoTransaction(instance);
            return length is >= 0 and <= AnswerBytes
                ? answer.Bytes[..length]
                : throw new CardFault(StatusWord.Unknown, $"processData of {instance} answered {length} bytes.");
        }
        catch (JavaThrow e)
        {
            throw new CardFault(StatusWordOf(e.Exception), $"processData of {instance} threw {e.Exception.Class}.");
        }
        catch (MachineFault e)
        {
            throw new CardFault(StatusWord.Unknown, $"processData of {instance} was ended: {e.Message}");
        }
        finally
        {
            EndCommand();

            // 6.2.2: what is personalized is nobody else's to see.
            ClearGlobal(ApduBufferKey);
            ClearGlobal(AnswerKey);
        }
    }

    // 7.6.2 names other methods; what was written would be gone all the same.
    private void DemandNoTransaction(Aid instance)
    {
        if (PersistentMemory.InTransaction)
        {
            throw new CardFault(StatusWord.Unknown, $"processData of {instance} returned within a transaction.");
        }
    }

    /// <inheritdoc/>
    public bool IsReselecting { get; private set; }

    /// <summary>Why the last command that ended with 6F00 was ended by the machine; for tests and tools.</summary>
    public MachineFault? LastFault { get; private set; }

    private void BeginCommand(int context, int channel)
    {
        Machine.Refuel();
        Machine.SelectedContext = context;
        Machine.Current = Ownership.Jcre;
        Machine.BusyElsewhere.Clear();
        foreach (var (number, applet) in _active)
        {
            if (number != channel && applet.Package.Context != context && !IsMultiSelectable(applet))
            {
                Machine.BusyElsewhere.Add(applet.Number);
            }
        }

        _channel = channel;
        _isSelecting = false;
    }

    // A transaction that the applet left open is aborted (JCRE 3.0.5, 7.4); then unreachable objects go, if an applet asked for it.
    private void EndCommand()
    {
        AbortOpenTransaction();
        OneShotPool.CloseAll(Machine);
        Machine.Apdu = null;
        IsReselecting = false;
        Machine.SelectedContext = HeapObject.NoContext;
        _isSelecting = false;
        _selected = null;
        if (_collect && !PersistentMemory.IsTorn)
        {
            _collect = false;
            PersistentMemory.Atomically(CollectObjects);
        }

        Machine.Heap.EndOfCommand();
    }

    private void AbortOpenTransaction()
    {
        // After the power is lost nothing is written any more: the next reset rolls back.
        if (PersistentMemory.InTransaction && !PersistentMemory.IsPowerLost)
        {
            PersistentMemory.AbortTransaction();
        }
    }

    private ApduState BeginApdu(CommandApdu command, int channel)
    {
        var buffer = ApduBuffer();
        command.Header.CopyTo(buffer.Bytes, 0);
        var p3 = buffer.Bytes.AsSpan(4, 3);
        p3.Clear();

        // P3: Lc, or Le where there are no data; extended: 00 and the length in two bytes.
        var length = command.Data.IsEmpty ? command.Ne ?? 0 : command.Data.Length;
        if (command.NeedsExtended)
        {
            System.Buffers.Binary.BinaryPrimitives.WriteUInt16BigEndian(p3[1..], (ushort)length);
        }
        else
        {
            p3[0] = (byte)length;
        }

        // What stands behind the header is not defined before setIncomingAndReceive. Cards have the data there already, and public applets read them unreceived.
        var state = new ApduState(command, channel, buffer);
        var data = command.Data.Span[..Math.Min(command.Data.Length, buffer.Bytes.Length - state.DataOffset)];
        data.CopyTo(buffer.Bytes.AsSpan(state.DataOffset));
        return Machine.Apdu = state;
    }

    private HeapObject ApduBuffer() => GlobalBytes(ApduBufferKey, Machine.Limits.ApduBufferBytes);

    private void ClearGlobal(string key)
    {
        if (Machine.SystemObjects.TryGetValue(key, out var handle) && Machine.Heap.Get(handle) is { } array)
        {
            array.Clear();
        }
    }

    private HeapObject ApduObject() => Machine.SystemObject(KnownClass.Apdu, () =>
    {
        var type = Machine.ApiClass(KnownClass.Apdu);
        return Machine.NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.ClearOnReset, SharingKind.TemporaryEntryPoint);
    });

    // Only ISOException has a status word to tell (JCRE 3.0.5, 3.3); everything else is 6F00.
    private StatusWord StatusWordOf(HeapObject exception) =>
        exception.Class!.IsA(Machine.ApiClass(KnownClass.IsoException)) && ReasonOf(exception) is { } reason
            ? new StatusWord((ushort)reason)
            : StatusWord.Unknown;

    private static short? ReasonOf(HeapObject exception)
    {
        for (var type = exception.Class; type is not null; type = type.Super)
        {
            if (type.Fields.TryGetValue(VirtualMachine.ReasonField, out var index))
            {
                return exception.Words[index];
            }
        }

        return null;
    }
}
