using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <summary>A reference that a native method takes: what unverified code hands over in its place must not reach the body.</summary>
/// <param name="Word">Word among the arguments.</param>
/// <param name="Kind">Which array; <see cref="ObjectKind.Instance"/> for a class or interface.</param>
/// <param name="Type">The class, or the class of elements of an array of references.</param>
internal readonly record struct NativeParameter(int Word, ObjectKind Kind, ClassInfo? Type)
{
    /// <summary>True for null and for an object that the descriptor allows. Arrays are objects too.</summary>
    public bool Takes(HeapObject? value) =>
        value is null
        || (Kind == ObjectKind.Instance
            ? Type is null or { Super: null, IsInterface: false } || value.Class is { } type && !value.IsArray && type.IsA(Type)
            : value.Kind == Kind);
}
