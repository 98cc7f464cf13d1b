using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>What native methods ask of the machine: objects, exceptions, writes.</content>
internal sealed partial class VirtualMachine
{
    /// <summary>Makes an array of zeros that belongs to the caller.</summary>
    /// <exception cref="JavaThrow">NegativeArraySizeException; SystemException NO_RESOURCE or NO_TRANSIENT_SPACE.</exception>
    public HeapObject NewArray(ObjectKind kind, int length, TransientKind transient = TransientKind.None, ClassInfo? elements = null)
    {
        if (length < 0)
        {
            throw Throw(KnownClass.NegativeArraySizeException);
        }

        return Heap.TryAllocate(kind, length, elements, Current, transient) ?? throw NoRoom(transient);
    }

    /// <summary>Makes an instance that belongs to the caller; no constructor runs.</summary>
    /// <exception cref="JavaThrow">SystemException NO_RESOURCE.</exception>
    public HeapObject NewObject(ClassInfo type) =>
        Heap.TryAllocate(ObjectKind.Instance, type.InstanceWords, type, Current) ?? throw NoRoom(TransientKind.None);

    /// <summary>Makes an instance of a class of the card that belongs to the caller.</summary>
    public HeapObject NewObject(string className) => NewObject(ApiClass(className));

    /// <summary>
    /// The one object of the card under a name, owned by the JCRE and made at first use: the APDU object, a singleton. It survives resets; transient ones are
    /// cleared by them.
    /// </summary>
    public HeapObject SystemObject(string key, Func<HeapObject> make)
    {
        ArgumentNullException.ThrowIfNull(make);
        if (SystemObjects.TryGetValue(key, out var handle) && Heap.Get(handle) is { } known)
        {
            return known;
        }

        HeapObject made = null!;
        Heap.Memory.OutsideTransaction(() =>
        {
            made = make();
            Heap.Memory.Change(() => SystemObjects.Remove(key));
            SystemObjects[key] = made.Handle;
        });
        return made;
    }

    /// <summary>Makes an object of the JCRE.</summary>
    public HeapObject NewSystemObject(ObjectKind kind, int length, ClassInfo? type, TransientKind transient, SharingKind sharing) =>
        Heap.TryAllocate(kind, length, type, Ownership.Jcre, transient, sharing) ?? throw new MachineFault("The table of objects is full.");

    /// <summary>Writes a word of an object.</summary>
    /// <exception cref="JavaThrow">TransactionException BUFFER_FULL.</exception>
    public void WriteWord(HeapObject target, int index, short value)
    {
        if (!Heap.Memory.TryWriteWord(target, index, value))
        {
            throw BufferFull();
        }
    }

    /// <summary>Stores a reference in a word of an object.</summary>
    /// <exception cref="JavaThrow">TransactionException BUFFER_FULL.</exception>
    public void WriteReference(HeapObject target, int index, HeapObject? value) => WriteWord(target, index, (short)(value?.Handle ?? 0));

    /// <summary>The object that a word refers to.</summary>
    public HeapObject? ReadReference(HeapObject target, int index) => Heap.Get((ushort)target.Words[index]);

    /// <summary>Writes bytes into an array, all or none; the range was checked.</summary>
    /// <exception cref="JavaThrow">TransactionException BUFFER_FULL.</exception>
    public void Write(HeapObject array, int offset, ReadOnlySpan<byte> value)
    {
        if (!Heap.Memory.TryWriteBytes(array, offset, value))
        {
            throw BufferFull();
        }
    }

    /// <summary>Writes into an array one component after the other, outside of a transaction; see <see cref="PersistentMemory.WriteBytesNonAtomic"/>.</summary>
    /// <exception cref="JavaThrow">SystemException ILLEGAL_VALUE: a persistent array of SensitiveArrays, for which there is no such write.</exception>
    public void WriteNonAtomic(HeapObject array, int offset, ReadOnlySpan<byte> value)
    {
        if (array.IsSensitive && !array.IsTransient)
        {
            throw Throw(KnownClass.SystemException, ReasonCode.IllegalValue);
        }

        Heap.Memory.WriteBytesNonAtomic(array, offset, value);
    }

    /// <summary>Makes writes one where no transaction is open, so that a lost power leaves all or none. They must not throw for want of memory.</summary>
    public void Whole(Action writes)
    {
        ArgumentNullException.ThrowIfNull(writes);
        if (Heap.Memory.InTransaction)
        {
            writes();
        }
        else
        {
            Heap.Memory.Atomically(writes);
        }
    }

    /// <summary>
    /// A Java exception with the JCRE's own object of its class, whose reason is transient (as throwIt of the exceptions has it).
    /// Use as <c>throw vm.Throw(...)</c>.
    /// </summary>
    /// <param name="className">Class, as <c>javacard/framework/ISOException</c>.</param>
    /// <param name="reason">Reason, for classes with a field <c>reason</c>.</param>
    public JavaThrow Throw(string className, short reason = 0) => new(SystemException(className, reason));

    /// <summary>The JCRE's own exception object of a class with a reason set.</summary>
    public HeapObject SystemException(string className, short reason = 0)
    {
        var type = ApiClass(className);
        var exception = SystemObject(
            className,
            () => NewSystemObject(ObjectKind.Instance, type.InstanceWords, type, TransientKind.ClearOnReset, SharingKind.TemporaryEntryPoint));
        if (type.Fields.TryGetValue(ReasonField, out var index))
        {
            exception.Words[index] = reason;
        }

        return exception;
    }

    /// <summary>NullPointerException.</summary>
    public JavaThrow NullPointer() => Throw(KnownClass.NullPointerException);

    /// <summary>ArrayIndexOutOfBoundsException.</summary>
    public JavaThrow ArrayIndex() => Throw(KnownClass.ArrayIndexOutOfBoundsException);

    /// <summary>SecurityException: the firewall refuses.</summary>
    public JavaThrow Security() => Throw(KnownClass.SecurityException);

    private JavaThrow BufferFull() => Throw(KnownClass.TransactionException, ReasonCode.BufferFull);

    private JavaThrow NoRoom(TransientKind transient) =>
        Throw(KnownClass.SystemException, transient == TransientKind.None ? ReasonCode.NoResource : ReasonCode.NoTransientSpace);
}
