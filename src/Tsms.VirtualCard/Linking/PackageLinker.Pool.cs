using Tsms.JavaCard.Components;
using Tsms.VirtualCard.Machine;
using ClassInfo = Tsms.VirtualCard.Machine.ClassInfo;

namespace Tsms.VirtualCard.Linking;

/// <content>The constant pool (JCVM 3.0.5, 6.8).</content>
internal sealed partial class PackageLinker
{
    private PoolEntry ResolveEntry(ConstantPoolEntry entry, int index)
    {
        var what = $"constant {index} ({entry.Tag})";
        return entry.Tag switch
        {
            ConstantPoolTag.ClassRef => new PoolEntry { Class = Class(entry.Class, what) },
            ConstantPoolTag.InstanceFieldRef => InstanceField(entry, what),
            ConstantPoolTag.VirtualMethodRef => VirtualMethod(entry, what),
            ConstantPoolTag.SuperMethodRef => SuperMethod(entry, what),
            ConstantPoolTag.StaticFieldRef => StaticField(entry, what),
            ConstantPoolTag.StaticMethodRef => StaticMethod(entry, what),
            _ => throw Refuse($"{what} has a tag that does not exist"),
        };
    }

    private PoolEntry InstanceField(ConstantPoolEntry entry, string what)
    {
        var type = Class(entry.Class, what);
        var index = (type.Super?.InstanceWords ?? 0) + entry.Token;
        return index < type.InstanceWords
            ? new PoolEntry { Class = type, Index = index }
            : throw Refuse($"{what} refers to field {entry.Token} of {type}, which it does not have");
    }

    private PoolEntry VirtualMethod(ConstantPoolEntry entry, string what)
    {
        var type = Class(entry.Class, what);
        var method = Virtual(type, entry, what);
        return new PoolEntry
        {
            Class = type,
            Index = entry.IsPackageVisible ? entry.Token & 0x7F : type.SlotOf(entry.Token),
            IsPackageVisible = entry.IsPackageVisible,
            ArgumentWords = method.ArgumentWords,
        };
    }

    // The class of the entry is the one whose superclass has the method (JCVM 3.0.5, 6.8.2).
    private PoolEntry SuperMethod(ConstantPoolEntry entry, string what)
    {
        var type = Class(entry.Class, what);
        var method = Virtual(type.Super ?? throw Refuse($"{what} refers to the superclass of {type}, which has none"), entry, what);
        return new PoolEntry { Class = type, Method = method };
    }

    private MethodInfo Virtual(ClassInfo type, ConstantPoolEntry entry, string what)
    {
        var table = entry.IsPackageVisible ? type.PackageMethods : type.PublicMethods;
        var at = entry.IsPackageVisible ? entry.Token & 0x7F : type.SlotOf(entry.Token);
        var method = at >= 0 && at < table.Length ? table[at] : null;
        return Usable(method ?? throw Refuse($"{what} refers to virtual method {entry.Token} of {type}, which it does not have"));
    }

    private PoolEntry StaticField(ConstantPoolEntry entry, string what)
    {
        if (!entry.IsExternal)
        {
            return new PoolEntry { Statics = _package.Statics, Index = entry.StaticFieldOffset };
        }

        var owner = External(entry.PackageToken, entry.ClassToken, what);
        return entry.Token < owner.StaticFields.Length
            ? new PoolEntry { Statics = owner.Class.Package.Statics, Index = owner.StaticFields[entry.Token] }
            : throw Refuse($"{what} refers to static field {entry.Token} of {owner.Class}, which it does not have");
    }

    private PoolEntry StaticMethod(ConstantPoolEntry entry, string what)
    {
        if (!entry.IsExternal)
        {
            return new PoolEntry { Method = Method(entry.Method) };
        }

        var owner = External(entry.PackageToken, entry.ClassToken, what);
        var method = entry.Token < owner.StaticMethods.Length ? owner.StaticMethods[entry.Token] : null;
        return new PoolEntry
        {
            Method = Usable(method ?? throw Refuse($"{what} refers to static method {entry.Token} of {owner.Class}, which it does not have")),
        };
    }

    // A method that the card's tables have and its code has not is refused here, not when an applet runs into it.
    private MethodInfo Usable(MethodInfo method) =>
        method is { IsNative: true, IsAbstract: false, Body: null } ? throw Refuse($"it uses {method}, which the card does not implement") : method;
}
