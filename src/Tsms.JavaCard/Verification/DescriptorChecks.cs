using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>Whether the Descriptor describes each class once, with flags and tokens that go together (JCVM 3.0.5, 6.14).</summary>
internal static class DescriptorChecks
{
    private const AccessFlags Visibility = AccessFlags.Public | AccessFlags.Private | AccessFlags.Protected;

    public static void Check(CapFile cap, TypeWorld world, Findings findings)
    {
        var seen = new HashSet<int>();
        foreach (var type in cap.Descriptor!.Classes)
        {
            if (!type.This.IsInternal || !seen.Add(type.This.Offset))
            {
                Add(findings, $"{type.This} is described twice, or is no class of the package");
                continue;
            }

            var own = world.Find(type.This)!;
            Class(type, own, findings);
            foreach (var field in type.Fields)
            {
                Field(cap.Descriptor, type, field, own, findings);
            }

            Tokens(type, own, findings);
            foreach (var method in type.Methods)
            {
                Method(cap.Descriptor, type, method, own, findings);
            }
        }

        Padding(cap, findings);
        foreach (var missing in cap.Class.All.Where(c => !seen.Contains(c.Offset)))
        {
            Add(findings, $"{world.Find(new ClassRef((ushort)missing.Offset))} is not described");
        }
    }

    private static void Class(ClassDescriptor type, RefClass own, Findings findings)
    {
        const AccessFlags allowed = AccessFlags.Public | AccessFlags.Final | AccessFlags.InterfaceOrAbstractMethod | AccessFlags.AbstractClassOrInit;
        var both = AccessFlags.Final | AccessFlags.AbstractClassOrInit;
        if ((type.Flags & ~allowed) != 0 || (type.Flags & both) == both || (type.IsInterface && !type.IsAbstract))
        {
            Add(findings, $"{own}: the class flags {(byte)type.Flags:X2} are reserved or contradict each other");
        }

        if (type.IsInterface != own.IsInterface)
        {
            Add(findings, $"{own} is an interface in one component and a class in the other");
        }

        if ((type.Flags & AccessFlags.Public) != 0 != (type.Token != 0xFF))
        {
            Add(findings, $"{own}: a public class has a token, others have FF; this has {type.Token:X2}");
        }

        if (own.Own is ClassInfo c && !type.Interfaces.ToHashSet().SetEquals(c.Interfaces.Select(i => i.Interface)))
        {
            Add(findings, $"{own}: the interfaces are not those of the Class component");
        }
    }

    private static void Field(DescriptorComponent descriptor, ClassDescriptor type, FieldDescriptor field, RefClass own, Findings findings)
    {
        const AccessFlags allowed = Visibility | AccessFlags.Static | AccessFlags.Final;
        if ((field.Flags & ~allowed) != 0 || !OneAtMost(field.Flags))
        {
            Add(findings, $"{own} field {field.Token}: the flags {(byte)field.Flags:X2} are reserved or contradict each other");
        }

        if (type.IsInterface)
        {
            Add(findings, $"{own} is an interface and has a field");
        }

        if (!field.IsStatic && (field.Reference.Class != type.This || field.Reference.Token != field.Token))
        {
            Add(findings, $"{own} field {field.Token}: the reference of an instance field names {field.Reference.Class} field {field.Reference.Token}");
        }

        if (field.IsStatic && (field.Flags & (AccessFlags.Public | AccessFlags.Protected)) == 0 && field.Token != 0xFF)
        {
            Add(findings, $"{own} static field {field.Token}: it is neither public nor protected and has a token");
        }

        if (field.IsPrimitive ? field.Type is < 0x8002 or > 0x8005 : !(descriptor.TryGetType(field.Type, out var t) && t.Types is [{ IsReference: true }]))
        {
            Add(findings, $"{own} field {field.Token}: its type is none of a field");
        }
    }

    private static void Method(DescriptorComponent descriptor, ClassDescriptor type, MethodDescriptor method, RefClass own, Findings findings)
    {
        var name = $"{own} method {method.Token} @{method.Location}";
        const AccessFlags allowed = Visibility | AccessFlags.Static | AccessFlags.Final | AccessFlags.InterfaceOrAbstractMethod | AccessFlags.AbstractClassOrInit;
        const AccessFlags notAbstract = AccessFlags.Private | AccessFlags.Static | AccessFlags.Final | AccessFlags.AbstractClassOrInit;
        const AccessFlags notConstructor = AccessFlags.Static | AccessFlags.Final | AccessFlags.InterfaceOrAbstractMethod;
        var bad = (method.Flags & ~allowed) != 0
            || !OneAtMost(method.Flags)
            || (method.IsAbstract && (method.Flags & notAbstract) != 0)
            || (method.IsConstructor && (method.Flags & notConstructor) != 0)
            || (type.IsInterface && method.Flags != (AccessFlags.Public | AccessFlags.InterfaceOrAbstractMethod));
        if (bad)
        {
            Add(findings, $"{name}: the flags {(byte)method.Flags:X2} are reserved or contradict each other");
        }

        if (method.IsAbstract && !type.IsAbstract)
        {
            Add(findings, $"{name}: an abstract method in a class that is not");
        }

        var isStatic = method.IsStatic || method.IsConstructor || (method.Flags & AccessFlags.Private) != 0;
        var visible = (method.Flags & (AccessFlags.Public | AccessFlags.Protected)) != 0;
        if (isStatic ? !visible && method.Token != 0xFF : !type.IsInterface && (method.Token == 0xFF || method.Token < 0x80 != visible))
        {
            Add(findings, $"{name}: private and package-visible static methods have the token FF, virtual ones one below 80, or of 80 and more when only the package sees them");
        }

        if (!descriptor.TryGetType(method.TypeOffset, out var signature) || signature.Types[..^1].Any(t => t.Kind == TypeKind.Void) || (method.IsConstructor && signature.Result.Kind != TypeKind.Void))
        {
            Add(findings, $"{name}: the type is no signature");
        }

        if (type.IsInterface && (method.Location.Offset | method.BytecodeCount | method.HandlerCount) != 0)
        {
            Add(findings, $"{name}: a method of an interface has no code");
        }

        if (method.HandlerCount == 0 && method.HandlerIndex != 0)
        {
            Add(findings, $"{name}: without exception handlers the index of the first is 0");
        }
    }

    // Public and protected static fields, and static methods with constructors, of a public class are numbered from 0 (4.3.7.3, 4.3.7.4).
    private static void Tokens(ClassDescriptor type, RefClass own, Findings findings)
    {
        const AccessFlags visible = AccessFlags.Public | AccessFlags.Protected;
        var fields = type.Fields.Where(f => f.IsStatic && (f.Flags & visible) != 0).Select(f => (int)f.Token).Order();
        var methods = type.Methods.Where(m => (m.IsStatic || m.IsConstructor) && (m.Flags & visible) != 0).Select(m => (int)m.Token).Order();
        if ((type.Flags & AccessFlags.Public) != 0 && (!IsDense(fields) || !IsDense(methods)))
        {
            Add(findings, $"{own}: the tokens of its static fields or static methods do not run from 0 on");
        }
    }

    private static bool IsDense(IEnumerable<int> tokens) => tokens.Select((token, index) => token == index).All(same => same);

    // An odd number of nibbles leaves one, which is 0 (6.9.1).
    private static void Padding(CapFile cap, Findings findings)
    {
        if (cap.Descriptor!.Types is not [.., var last])
        {
            return;
        }

        var bytes = cap.Find(ComponentTag.Descriptor)!.Bytes.Span;
        var begin = bytes.Length - last.Offset - 1 - ((Nibbles(last) + 1) / 2);
        foreach (var type in cap.Descriptor.Types.Where(t => Nibbles(t) % 2 == 1))
        {
            var at = begin + type.Offset + ((Nibbles(type) + 1) / 2);
            if ((bytes[at] & 0xF) != 0)
            {
                findings.Add(VerificationRule.Descriptor, "Descriptor", at, "6.9.1", "the last nibble of a type is not 0");
            }
        }
    }

    private static int Nibbles(TypeDescriptor type) => type.Types.Sum(t => t.Kind is TypeKind.Reference or TypeKind.ReferenceArray ? 5 : 1);

    private static bool OneAtMost(AccessFlags flags) => (flags & Visibility) is AccessFlags.None or AccessFlags.Public or AccessFlags.Private or AccessFlags.Protected;

    private static void Add(Findings findings, string message) => findings.Add(VerificationRule.Descriptor, "Descriptor", -1, "6.14", message);
}
