using System.Collections.Immutable;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Class component (JCVM 6.9).</summary>
internal static class ClassReader
{
    private const ClassFlags AllFlags = ClassFlags.Interface | ClassFlags.Shareable | ClassFlags.Remote;

    public static ClassComponent Read(RawComponent raw, HeaderComponent header)
    {
        // since 2.2: signature_pool_length u2, signature_pool; interface_info[]; class_info[]
        var r = new ComponentReader(raw);
        ReadOnlyMemory<byte> pool = default;
        var poolOffset = 0;
        if (header.Format.Minor >= 2)
        {
            var length = r.U2("signature pool length");
            poolOffset = r.InfoPosition;
            pool = r.Take(length, "signature pool");
        }

        var all = ImmutableArray.CreateBuilder<ClassOrInterface>();
        while (r.Remaining > 0)
        {
            all.Add(One(r, header));
        }

        return new ClassComponent(pool, poolOffset, all.ToImmutable());
    }

    private static ClassOrInterface One(ComponentReader r, HeaderComponent header)
    {
        var at = r.Position;
        var offset = r.InfoPosition;
        var bits = r.U1("class flags");
        var flags = (ClassFlags)(bits >> 4);
        if ((flags & ~AllFlags) != 0)
        {
            throw r.Fail(CapRule.WrongFlags, $"reserved class flags {bits >> 4:X1}", at);
        }

        return (flags & ClassFlags.Interface) != 0 ? Interface(r, offset, flags, bits & 0xF) : Class(r, header, offset, flags, bits & 0xF);
    }

    private static InterfaceInfo Interface(ComponentReader r, int offset, ClassFlags flags, int count)
    {
        // flags(4) count(4), superinterfaces u2[], name { u1 length, bytes } when remote
        var supers = r.Many(count, 2, "superinterfaces", x => Ref(x, "superinterface"));
        var name = (flags & ClassFlags.Remote) != 0 ? r.Text(r.U1("length of the interface name"), "interface name") : null;
        return new InterfaceInfo(offset, flags, supers, name);
    }

    private static ClassInfo Class(ComponentReader r, HeaderComponent header, int offset, ClassFlags flags, int count)
    {
        // flags(4) count(4), super u2, instance size u1, first reference u1, references u1, public base u1, count u1, package base u1, count u1,
        // public table, package table, interfaces, remote, since 2.3 token mapping u1[base + count] and inheritable count u1
        var super = Ref(r, "superclass");
        var size = r.U1("declared instance size");
        var first = r.U1("first reference token");
        var references = r.U1("reference count");
        var publicBase = r.U1("public method table base");
        var publicCount = r.U1("public method table count");
        var packageBase = r.U1("package method table base");
        var packageCount = r.U1("package method table count");
        var publicMethods = Table(r, publicCount, header.IsExtended, "public virtual methods");
        var packageMethods = Table(r, packageCount, header.IsExtended, "package virtual methods");
        var interfaces = r.Many(count, 3, "implemented interfaces", Implemented);
        var remote = (flags & ClassFlags.Remote) != 0 ? Remote(r) : null;
        var mapping = ImmutableArray<byte>.Empty;
        byte? inheritable = null;
        if (header.Format.Minor >= 3)
        {
            mapping = [.. r.Take(publicBase + publicCount, "virtual method token mapping").Span];
            inheritable = r.U1("inheritable method count");
        }

        return new ClassInfo(
            offset, flags, super, size, first, references, publicBase, packageBase, publicMethods, packageMethods, interfaces, remote, mapping, inheritable);
    }

    private static ImmutableArray<MethodLocation?> Table(ComponentReader r, int count, bool extended, string what) =>
        r.Many(count, extended ? 3 : 2, what, x =>
        {
            var location = MethodReader.Location(x, extended, "virtual method");
            return location.Offset == 0xFFFF ? (MethodLocation?)null : location;
        });

    private static ImplementedInterface Implemented(ComponentReader r)
    {
        var reference = Ref(r, "implemented interface");
        return new ImplementedInterface(reference, [.. r.Take(r.U1("interface method count"), "interface method index").Span]);
    }

    private static RemoteInfo Remote(ComponentReader r)
    {
        var methods = r.Many(
            r.U1("remote method count"), 5, "remote methods", x => new RemoteMethod(x.U2("hash"), x.U2("signature offset"), x.U1("virtual method token")));
        var modifier = r.Text(r.U1("length of the hash modifier"), "hash modifier");
        var name = r.Text(r.U1("length of the class name"), "class name");
        return new RemoteInfo(methods, modifier, name, r.Many(r.U1("remote interface count"), 2, "remote interfaces", x => Ref(x, "remote interface")));
    }

    private static ClassRef Ref(ComponentReader r, string what) => new(r.U2(what));
}
