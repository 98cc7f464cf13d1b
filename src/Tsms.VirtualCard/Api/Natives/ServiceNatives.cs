using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>
/// javacard.framework.service without its part for remote methods: BasicService and Dispatcher. In the Common Service Format of an answer the buffer holds CLA,
/// INS, SW1, SW2, the length and from offset 5 the data.
/// </summary>
internal static class ServiceNatives
{
    private const string Service = "javacard/framework/service/Service";
    private const string Apdu = "(Ljavacard/framework/APDU;)";
    private const short IllegalParam = 1;
    private const short TableFull = 2;
    private const short DataTooLong = 3;
    private const short NoAccessToCommand = 4;
    private const short NoAccessToAnswer = 5;
    private const int Services = 0; // [Service
    private const int Phases = 1; // [B, 0: free
    private const byte LastPhase = 3;
    private const int StatusOffset = 2;
    private const int LengthOffset = 4;
    private const int DataOffset = 5;

    public static void Register(NativeTable table)
    {
        RegisterBasic(table.Class("javacard/framework/service/BasicService"));
        var dispatcher = table.Class("javacard/framework/service/Dispatcher", "services:[Ljavacard/framework/service/Service;", "phases:[B");
        dispatcher["<init>(S)V"] = call =>
        {
            int room = call.Short(1) < 0 ? throw Error(call, IllegalParam) : call.Short(1);
            call.Vm.WriteReference(call.This, Services, call.Vm.NewArray(ObjectKind.ReferenceArray, room, elements: call.Vm.ApiClass(Service)));
            call.Vm.WriteReference(call.This, Phases, call.Vm.NewArray(ObjectKind.ByteArray, room));
        };
        dispatcher["addService(Ljavacard/framework/service/Service;B)V"] = Add;
        dispatcher["removeService(Ljavacard/framework/service/Service;B)V"] = call =>
        {
            if (Find(call, Named(call)) is >= 0 and var at)
            {
                call.Vm.Write(call.BytesOf(call.This, Phases), at, [0]);
                call.Vm.WriteReference(call.Vm.ReadReference(call.This, Services)!, at, null);
            }
        };
        dispatcher[$"dispatch(Ljavacard/framework/APDU;B)Ljava/lang/Exception;"] = call =>
        {
            var phase = call.Byte(2) is >= 1 and <= LastPhase ? call.Byte(2) : throw Error(call, IllegalParam);
            call.Return(Dispatch(call, phase, out var sw));
            Answer(call, sw);
        };
        dispatcher[$"process{Apdu}V"] = call =>
        {
            var failed = Dispatch(call, 1, out var sw);
            if (failed is not null)
            {
                throw call.Vm.Throw(KnownClass.IsoException, 0x6F00);
            }

            Answer(call, sw == unchecked((short)0x9000) ? null : sw ?? 0x6D00);
        };
    }

    private static void RegisterBasic(NativeClass service)
    {
        service["<init>()V"] = _ => { };
        foreach (var name in (string[])["processDataIn", "processCommand", "processDataOut"])
        {
            service[$"{name}{Apdu}Z"] = call => call.Return(false);
        }

        service[$"receiveInData{Apdu}S"] = Receive;
        service[$"setProcessed{Apdu}V"] = SetProcessed;
        service[$"isProcessed{Apdu}Z"] = call => call.Return(IsProcessed(call));
        service["setOutputLength(Ljavacard/framework/APDU;S)V"] = call =>
        {
            int length = call.Short(2);
            Write(call, LengthOffset, [(byte)(length is >= 0 and <= 256 && length <= Buffer(call).Bytes.Length - DataOffset ? length : throw Error(call, IllegalParam))]);
        };
        service[$"getOutputLength{Apdu}S"] = call => call.Return((short)OutputLength(Processed(call)));
        service["setStatusWord(Ljavacard/framework/APDU;S)V"] = call => WriteStatus(call, call.Short(2));
        service[$"getStatusWord{Apdu}S"] = call => call.Return(StatusWordOf(Processed(call)));
        service["fail(Ljavacard/framework/APDU;S)Z"] = call => Finish(call, call.Short(2), dropOutput: true);
        service[$"succeed{Apdu}Z"] = call => Finish(call, unchecked((short)0x9000), dropOutput: false);
        service["succeedWithStatusWord(Ljavacard/framework/APDU;S)Z"] = call => Finish(call, call.Short(2), dropOutput: false);
        service[$"getCLA{Apdu}B"] = call => call.Return((short)(sbyte)Buffer(call).Bytes[0]);
        service[$"getINS{Apdu}B"] = call => call.Return((short)(sbyte)Buffer(call).Bytes[1]);
        service[$"getP1{Apdu}B"] = call => call.Return((short)(sbyte)Incoming(call).Bytes[2]);
        service[$"getP2{Apdu}B"] = call => call.Return((short)(sbyte)Incoming(call).Bytes[3]);
        service["selectingApplet()Z"] = call => call.Return(call.Vm.Jcre.IsSelecting);
    }

    private static JavaThrow Error(NativeCall call, short reason) => call.Vm.Throw("javacard/framework/service/ServiceException", reason);

    private static HeapObject Buffer(NativeCall call)
    {
        call.NotNull(1);
        return ApduNatives.State(call).Buffer;
    }

    private static bool IsProcessed(NativeCall call) => ApduNatives.State(call).State >= ApduPhase.Outgoing;

    private static HeapObject Incoming(NativeCall call) =>
        ApduNatives.State(call).State is ApduPhase.Initial or ApduPhase.FullIncoming ? Buffer(call) : throw Error(call, NoAccessToCommand);

    private static HeapObject Processed(NativeCall call) => IsProcessed(call) ? Buffer(call) : throw Error(call, NoAccessToAnswer);

    // The length byte 0 of an answer of 256 bytes cannot be told from none; as in the command's Lc, it is none.
    private static int OutputLength(HeapObject buffer) => buffer.Bytes[LengthOffset];

    private static short StatusWordOf(HeapObject buffer) => (short)((buffer.Bytes[StatusOffset] << 8) | buffer.Bytes[StatusOffset + 1]);

    private static void Write(NativeCall call, int offset, ReadOnlySpan<byte> value) => call.Vm.Write(Buffer(call), offset, value);

    private static void WriteStatus(NativeCall call, short sw) => Write(call, StatusOffset, [(byte)(sw >> 8), (byte)sw]);

    private static void Receive(NativeCall call)
    {
        var state = ApduNatives.State(call);
        var buffer = Incoming(call);
        if (state.Command.Data.Length > buffer.Bytes.Length - DataOffset)
        {
            throw Error(call, DataTooLong);
        }

        if (state.State == ApduPhase.Initial)
        {
            state.Receive(DataOffset, buffer.Bytes.Length - DataOffset);
            state.State = ApduPhase.FullIncoming;
        }

        call.Return((short)state.Command.Data.Length);
    }

    private static void SetProcessed(NativeCall call)
    {
        call.NotNull(1);
        if (!IsProcessed(call))
        {
            ApduOutgoingNatives.Turn(call);
        }
    }

    private static void Finish(NativeCall call, short sw, bool dropOutput)
    {
        SetProcessed(call);
        WriteStatus(call, sw);
        if (dropOutput)
        {
            Write(call, LengthOffset, [0]);
        }

        call.Return(true);
    }

    private static HeapObject Named(NativeCall call)
    {
        var isKnown = call.Reference(1) is not null && call.Byte(2) is >= 1 and <= LastPhase;
        return isKnown ? call.Object(1) : throw Error(call, IllegalParam);
    }

    private static int Find(NativeCall call, HeapObject service)
    {
        var phases = call.BytesOf(call.This, Phases).Bytes;
        call.Vm.ChargeBytes(8 * phases.Length);
        var services = call.Vm.ReadReference(call.This, Services)!;
        return Enumerable.Range(0, phases.Length).Where(i => phases[i] == call.Byte(2) && call.Vm.ReadReference(services, i) == service).DefaultIfEmpty(-1).First();
    }

    // Services of a phase run in the order in which they were added: a new one goes behind all others, which close ranks when there is a gap.
    private static void Add(NativeCall call)
    {
        var service = Named(call);
        if (Find(call, service) >= 0)
        {
            return;
        }

        var phases = call.BytesOf(call.This, Phases);
        var services = call.Vm.ReadReference(call.This, Services)!;
        var kept = Enumerable.Range(0, phases.Bytes.Length).Where(i => phases.Bytes[i] != 0)
            .Select(i => (Phase: phases.Bytes[i], Service: call.Vm.ReadReference(services, i))).ToList();
        if (kept.Count == phases.Bytes.Length)
        {
            throw Error(call, TableFull);
        }

        kept.Add((call.Byte(2), service));
        for (var i = 0; i < kept.Count; i++)
        {
            call.Vm.WriteReference(services, i, kept[i].Service);
        }

        call.Vm.Write(phases, 0, [.. kept.Select(k => k.Phase), .. new byte[phases.Bytes.Length - kept.Count]]);
    }

    // Runs the phases from one on; the exception of a service, or the status word to answer with, null when nobody processed the command.
    private static HeapObject? Dispatch(NativeCall call, byte from, out short? sw)
    {
        sw = null;
        var buffer = Buffer(call);
        try
        {
            for (var phase = from; phase <= LastPhase; phase++)
            {
                if (phase < LastPhase || IsProcessed(call))
                {
                    RunPhase(call, phase);
                }
            }
        }
        catch (JavaThrow e)
        {
            return e.Exception;
        }

        if (IsProcessed(call))
        {
            var length = OutputLength(buffer);
            if (ApduNatives.State(call).State == ApduPhase.Outgoing)
            {
                ApduOutgoingNatives.SetLength(call, length);
                ApduOutgoingNatives.SendFromBuffer(call, DataOffset, length);
            }

            sw = StatusWordOf(buffer);
        }

        return null;
    }

    private static void RunPhase(NativeCall call, byte phase)
    {
        var method = phase switch
        {
            1 => "processDataIn",
            2 => "processCommand",
            _ => "processDataOut",
        } + Apdu + "Z";
        var phases = call.BytesOf(call.This, Phases).Bytes;
        call.Vm.ChargeBytes(8 * phases.Length);
        var services = call.Vm.ReadReference(call.This, Services)!;
        for (var i = 0; i < phases.Length; i++)
        {
            if (phases[i] == phase
                && call.Vm.ReadReference(services, i) is { } service
                && call.Vm.InvokeInterface(service, call.Vm.ApiClass(Service), method, call.Short(1)) != 0)
            {
                return;
            }
        }
    }

    private static void Answer(NativeCall call, short? sw)
    {
        if (sw is { } status)
        {
            throw call.Vm.Throw(KnownClass.IsoException, status);
        }
    }
}
