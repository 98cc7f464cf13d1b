using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Assembling;

/// <summary>Collects the constants that instructions name, each once; those that the source states come first.</summary>
internal sealed class ConstantPoolBuilder(PackageSource package, PackageLayout layout)
{
    private readonly List<ConstantSource> _all = [.. package.Constants];

    public IReadOnlyList<ConstantSource> All => _all;

    public int Class(string name, int line) => Add(ConstantPoolTag.ClassRef, layout.Reference(name, line), 0, null);

    /// <summary>A class that a handler catches: never at index 0, which would catch all (JCVM 6.10.2).</summary>
    public int Caught(string name, int line)
    {
        var index = Class(name, line);
        if (index == 0)
        {
            _all.Add(_all[0]);
            index = _all.Count - 1;
        }

        return index;
    }

    /// <summary>A field <c>Class.name</c>.</summary>
    /// <param name="text">The field, or <c>#index</c>.</param>
    /// <param name="isStatic">Whether a static field is meant.</param>
    /// <param name="type">Type that the Descriptor component states; null for the field's own.</param>
    /// <param name="line">Line of the source.</param>
    public int Field(string text, bool isStatic, string? type, int line)
    {
        var dot = text.LastIndexOf('.');
        var (owner, name) = dot > 0 ? (text[..dot], text[(dot + 1)..]) : throw new AssemblyException(line, $"{text} is not CLASS.FIELD");
        if (layout.Own(owner) is not { } own)
        {
            var (import, external) = layout.External(owner, line);
            var exported = external.Fields.FirstOrDefault(f => f.Name == name && f.Token != 0xFF)
                ?? throw new AssemblyException(line, $"{owner} has no field {name} with a token");
            return isStatic
                ? Add(new ConstantSource((byte)ConstantPoolTag.StaticFieldRef, (byte)(0x80 | import), external.Token, exported.Token, type ?? exported.Descriptor))
                : Add(ConstantPoolTag.InstanceFieldRef, layout.Reference(owner, line), exported.Token, type ?? exported.Descriptor);
        }

        var field = own.Fields.Find(f => f.Name == name) ?? throw new AssemblyException(line, $"{owner} has no field {name}");
        return isStatic
            ? Add(new ConstantSource((byte)ConstantPoolTag.StaticFieldRef, 0, (byte)(field.ImageOffset >> 8), (byte)field.ImageOffset, type ?? field.Type))
            : Add(ConstantPoolTag.InstanceFieldRef, new ClassRef(own.Offset), field.Token, type ?? field.Type);
    }

    /// <summary>A virtual method <c>Class.name(arguments)result</c>; with <paramref name="super"/> that of the superclass of the class.</summary>
    public int Virtual(string text, bool super, string? type, int line)
    {
        var (owner, signature) = Split(text, line);
        var tag = super ? ConstantPoolTag.SuperMethodRef : ConstantPoolTag.VirtualMethodRef;
        var descriptor = type ?? signature[signature.IndexOf('(', StringComparison.Ordinal)..];
        if (layout.Own(owner) is { } own)
        {
            var entries = layout[own];
            var visible = entries.Public.FindIndex(e => e.Signature == signature);
            var hidden = entries.Package.FindIndex(e => e.Signature == signature);
            var token = visible >= 0 ? visible : hidden >= 0 ? hidden | 0x80 : throw new AssemblyException(line, $"{owner} has no virtual method {signature}");
            // Behind super counts what the superclass has as its token (6.8.2).
            return Add(tag, new ClassRef(own.Offset), super && visible >= 0 ? entries.Above(visible) : (byte)token, descriptor);
        }

        var (_, external) = layout.External(owner, line);
        var method = external.Methods.FirstOrDefault(m => m.Name + m.Descriptor == signature && !m.HasStaticToken)
            ?? throw new AssemblyException(line, $"{owner} has no virtual method {signature}");
        return Add(tag, layout.Reference(owner, line), method.Token, descriptor);
    }

    /// <summary>A static method, a constructor or a private method.</summary>
    public int Static(string text, string? type, int line)
    {
        var (owner, signature) = Split(text, line);
        var descriptor = type ?? signature[signature.IndexOf('(', StringComparison.Ordinal)..];
        if (layout.Own(owner) is { } own)
        {
            var method = own.Methods.Find(m => m.Signature == signature) ?? throw new AssemblyException(line, $"{owner} has no method {signature}");
            var at = method.Location;
            return Add(new ConstantSource((byte)ConstantPoolTag.StaticMethodRef, at.Block, (byte)(at.Offset >> 8), (byte)at.Offset, descriptor));
        }

        var (import, external) = layout.External(owner, line);
        var exported = external.Methods.FirstOrDefault(m => m.Name + m.Descriptor == signature && m.HasStaticToken)
            ?? throw new AssemblyException(line, $"{owner} has no static method or constructor {signature}");
        return Add(new ConstantSource((byte)ConstantPoolTag.StaticMethodRef, (byte)(0x80 | import), external.Token, exported.Token, descriptor));
    }

    /// <summary>The token of an interface method, and the words of its arguments with <c>this</c>.</summary>
    public (int Class, byte Token, byte NArgs) Interface(string text, int line)
    {
        var (owner, signature) = Split(text, line);
        var token = layout.InterfaceMethods(owner, line).IndexOf(signature);
        return token >= 0
            ? (Class(owner, line), (byte)token, (byte)(1 + MethodDescriptorText.ArgumentWords(signature[signature.IndexOf('(', StringComparison.Ordinal)..])))
            : throw new AssemblyException(line, $"{owner} has no method {signature}");
    }

    private static (string Owner, string Signature) Split(string text, int line)
    {
        var open = text.IndexOf('(', StringComparison.Ordinal);
        var dot = open < 0 ? -1 : text.LastIndexOf('.', open);
        return dot > 0 ? (text[..dot], text[(dot + 1)..]) : throw new AssemblyException(line, $"{text} is not CLASS.METHOD(ARGUMENTS)RESULT");
    }

    private int Add(ConstantPoolTag tag, ClassRef type, byte token, string? descriptor) =>
        Add(new ConstantSource((byte)tag, (byte)(type.Value >> 8), (byte)type.Value, token, descriptor));

    private int Add(ConstantSource constant)
    {
        var known = _all.IndexOf(constant);
        if (known < 0)
        {
            _all.Add(constant);
            known = _all.Count - 1;
        }

        return known;
    }
}
