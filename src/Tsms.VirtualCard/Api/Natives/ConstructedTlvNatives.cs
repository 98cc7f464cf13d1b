using Tsms.VirtualCard.Api.Formats;
using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Api.Natives;

/// <summary>javacardx.framework.tlv.ConstructedBERTLV: a list of TLV objects, which grows as it needs to.</summary>
internal static class ConstructedTlvNatives
{
    public const string Constructed = "javacardx/framework/tlv/ConstructedBERTLV";
    private const string Tlv = "Ljavacardx/framework/tlv/BERTLV;";
    private const int Children = 1; // [BERTLV with room
    private const int Count = 2;
    private const int MaxChildren = 255;

    public static void Register(NativeTable table)
    {
        var tlv = table.Class(Constructed, "children:[Ljavacardx/framework/tlv/BERTLV;", "count:S");
        tlv["<init>(S)V"] = call =>
        {
            if (call.Short(1) is < 0 or > MaxChildren)
            {
                throw call.Tlv(TlvErrors.InvalidParam);
            }

            call.Vm.WriteReference(call.This, Children, NewList(call, call.Short(1)));
        };
        RegisterInit(tlv);
        tlv[$"append({Tlv})S"] = call =>
        {
            Add(call, call.This, Fitting(call, 1));
            call.Return((short)BerTlvNatives.Encode(call, call.This).Length);
        };
        tlv[$"delete({Tlv}S)S"] = Delete;
        tlv[$"find(Ljavacardx/framework/tlv/BERTag;){Tlv}"] = call => call.Return(Find(call, call.Reference(1) is null ? null : call.Object(1), 0));
        tlv[$"findNext(Ljavacardx/framework/tlv/BERTag;{Tlv}S){Tlv}"] = call =>
            call.Return(Find(call, call.Reference(1) is null ? null : call.Object(1), Occurrence(call, 2) + 1));
        TlvArrayNatives.Register(tlv);
    }

    /// <summary>Makes objects of the TLVs that stand one after the other in a value, and puts them in place of those there were.</summary>
    public static void SetChildren(NativeCall call, HeapObject tlv, ReadOnlySpan<byte> value)
    {
        var made = new List<HeapObject>();
        while (!value.IsEmpty)
        {
            var header = call.Header(value);
            made.Add(BerTlvNatives.Make(call, value[..header.Size]));
            value = value[header.Size..];
        }

        Replace(call, tlv, made);
    }

    /// <summary>The bytes of everything contained.</summary>
    public static byte[] Content(NativeCall call, HeapObject tlv, int depth, BerTlvNatives.Budget budget)
    {
        var content = new List<byte>();
        foreach (var child in ChildrenOf(call, tlv))
        {
            content.AddRange(BerTlvNatives.Encode(call, child, depth + 1, budget));
        }

        return [.. content];
    }

    private static void RegisterInit(NativeClass tlv)
    {
        tlv["init([BSS)S"] = call =>
        {
            var bytes = call.Bytes(1, 2, 3).ToArray();
            BerTlvNatives.Fill(call, call.This, bytes, call.Whole(bytes, constructed: true));
            call.Return((short)bytes.Length);
        };
        tlv[$"init(Ljavacardx/framework/tlv/ConstructedBERTag;{Tlv})S"] = call =>
        {
            var tag = call.Object(1);
            BerTagNatives.Value(call, tag);
            Replace(call, call.This, [Fitting(call, 2)]);
            call.Vm.WriteReference(call.This, BerTlvNatives.Tag, tag);
            call.Return((short)BerTlvNatives.Encode(call, call.This).Length);
        };
        tlv["init(Ljavacardx/framework/tlv/ConstructedBERTag;[BSS)S"] = call =>
        {
            var tag = call.Object(1);
            BerTagNatives.Value(call, tag);
            var value = call.Bytes(2, 3, 4).ToArray();
            if (BerEncoding.TryReadAll(value, 1) != BerStatus.Ok)
            {
                throw call.Tlv(TlvErrors.MalformedTlv);
            }

            SetChildren(call, call.This, value);
            call.Vm.WriteReference(call.This, BerTlvNatives.Tag, tag);
            call.Return((short)BerTlvNatives.Encode(call, call.This).Length);
        };
    }

    // A TLV may not contain itself, over however many steps.
    private static HeapObject Fitting(NativeCall call, int word)
    {
        var added = BerTlvNatives.Argument(call, word);
        var seen = new HashSet<ushort>();
        var open = new Stack<HeapObject>([added]);
        while (open.TryPop(out var tlv))
        {
            if (tlv == call.This)
            {
                throw call.Tlv(TlvErrors.InvalidParam);
            }

            if (seen.Add(tlv.Handle) && tlv.Class!.IsA(call.Vm.ApiClass(Constructed)))
            {
                ChildrenOf(call, tlv).ForEach(open.Push);
            }
        }

        return added;
    }

    private static HeapObject NewList(NativeCall call, int room) =>
        call.Vm.NewArray(ObjectKind.ReferenceArray, room, elements: call.Vm.ApiClass(BerTlvNatives.Base));

    private static List<HeapObject> ChildrenOf(NativeCall call, HeapObject tlv)
    {
        var children = new List<HeapObject>();
        call.Vm.Charge(10 + (4 * tlv.Words[Count]));
        if (call.Vm.ReadReference(tlv, Children) is { } list)
        {
            for (var i = 0; i < Math.Min(tlv.Words[Count], list.Words.Length); i++)
            {
                if (call.Vm.ReadReference(list, i) is { } child)
                {
                    children.Add(child);
                }
            }
        }

        return children;
    }

    private static void Add(NativeCall call, HeapObject tlv, HeapObject added)
    {
        BerTlvNatives.TagOf(call, tlv);
        Replace(call, tlv, [.. ChildrenOf(call, tlv), added]);
    }

    private static void Replace(NativeCall call, HeapObject tlv, List<HeapObject> children)
    {
        if (children.Count > MaxChildren)
        {
            throw call.Tlv(TlvErrors.InsufficientStorage);
        }

        if (call.Vm.ReadReference(tlv, Children) is not { } list || list.Words.Length < children.Count)
        {
            list = NewList(call, children.Count);
            call.Vm.WriteReference(tlv, Children, list);
        }

        call.Vm.Charge(10 * list.Words.Length);
        for (var i = 0; i < list.Words.Length; i++)
        {
            call.Vm.WriteReference(list, i, i < children.Count ? children[i] : null);
        }

        call.Vm.WriteWord(tlv, Count, (short)children.Count);
    }

    private static void Delete(NativeCall call)
    {
        var at = Occurrence(call, 1);
        var children = ChildrenOf(call, call.This);
        children.RemoveAt(at);
        Replace(call, call.This, children);
        call.Return((short)BerTlvNatives.Encode(call, call.This).Length);
    }

    // The place of the n-th occurrence of an object, counted from 1.
    private static int Occurrence(NativeCall call, int word)
    {
        var wanted = call.Object(word);
        int left = call.Short(word + 1);
        if (left > 0)
        {
            var children = ChildrenOf(call, call.This);
            for (var i = 0; i < children.Count; i++)
            {
                if (children[i] == wanted && --left == 0)
                {
                    return i;
                }
            }
        }

        throw call.Tlv(TlvErrors.InvalidParam);
    }

    private static HeapObject? Find(NativeCall call, HeapObject? tag, int from)
    {
        var children = ChildrenOf(call, call.This);
        return children.Skip(from).FirstOrDefault(c => tag is null
            || BerTagNatives.Value(call, BerTlvNatives.TagOf(call, c)).SequenceEqual(BerTagNatives.Value(call, tag)));
    }
}
