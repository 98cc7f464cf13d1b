using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>What must agree between components (JCVM chapter 6). Each single component has been read already.</summary>
internal static partial class CapChecks
{
    public static void Check(CapFile cap)
    {
        Directory(cap);
        Flags(cap);
        Handlers(cap);
        Applets(cap);
        Classes(cap);
        ConstantPool(cap);
        ReferenceLocations(cap);
        Exports(cap);
        Descriptors(cap);
    }

    private static void Directory(CapFile cap)
    {
        for (var tag = ComponentTag.Header; tag <= ComponentTag.StaticResources; tag++)
        {
            // A load file may leave out Descriptor and Debug, which the directory still counts; formats before 2.2 do not list Debug.
            var actual = cap.Find(tag)?.Info.Length;
            var stated = cap.Directory.SizeOf(tag);
            var optional = tag is ComponentTag.Descriptor or ComponentTag.Debug && actual is null;
            var unlisted = tag == ComponentTag.Debug && (cap.Header.Format.Minor < 2 || (actual is { } bytes && ComponentSplitter.IsSizeOfLongDebug((ushort)stated, bytes)));
            if (!optional && !unlisted && (actual ?? 0) != stated)
            {
                throw Fail(CapRule.WrongDirectory, "Directory", DirectoryOffset(tag, cap), $"{tag} has {actual ?? 0} bytes, the directory says {stated}");
            }
        }

        var at = DirectoryOffset(ComponentTag.StaticResources + 1, cap);
        Agree(cap.Directory.StaticImageSize, cap.StaticField.ImageSize, at, "bytes of the static field image");
        Agree(cap.Directory.ArrayInitCount, cap.StaticField.ArrayInits.Length, at + 2, "initialized arrays");
        Agree(cap.Directory.ArrayInitSize, cap.StaticField.ArrayInits.Sum(array => array.Values.Length), at + 4, "bytes of initialized arrays");
        Agree(cap.Directory.ImportCount, cap.Import.Packages.Length, at + 6, "imports");
        Agree(cap.Directory.AppletCount, cap.Applet?.Applets.Length ?? 0, at + 7, "applets");
        Agree(cap.Directory.MethodBlockCount, cap.Method.Blocks.Length, at + 8, "method blocks");
    }

    private static void Flags(CapFile cap)
    {
        Flag(cap, CapFlags.Applet, cap.Applet is not null);
        Flag(cap, CapFlags.Export, cap.Export is not null);
    }

    private static void Flag(CapFile cap, CapFlags flag, bool there)
    {
        if ((cap.Header.Flags & flag) != 0 != there)
        {
            throw Fail(CapRule.WrongFlags, "Header", 9, $"the flag {flag} and the {flag} component do not agree");
        }
    }

    private static void Applets(CapFile cap)
    {
        var at = 4;
        foreach (var applet in cap.Applet?.Applets ?? [])
        {
            at += 1 + applet.Aid.Length;
            Method(cap, applet.Install, "Applet", at, "install method");
            at += cap.Header.IsExtended ? 3 : 2;
        }
    }

    /// <summary>A method header must fit where a component says that a method begins.</summary>
    private static void Method(CapFile cap, MethodLocation location, string component, int at, string what)
    {
        try
        {
            cap.Method.HeaderAt(location);
        }
        catch (CapFormatException e)
        {
            throw new CapFormatException(CapRule.WrongOffset, component, at, $"{what} at {location}: {e.Reason}", e);
        }
    }

    /// <summary>A reference to a class must name one that is there, or an imported package.</summary>
    private static void Reference(CapFile cap, ClassRef reference, string component, int at, string what)
    {
        if (reference.IsExternal && reference.PackageToken >= cap.Import.Packages.Length)
        {
            throw Fail(CapRule.WrongIndex, component, at, $"{what}: package token {reference.PackageToken} of {cap.Import.Packages.Length} imports");
        }

        if (reference.IsInternal && !cap.Class.TryGet(reference.Offset, out _))
        {
            throw Fail(CapRule.WrongOffset, component, at, $"{what}: no class begins at {reference.Offset}");
        }
    }

    private static void Agree(int stated, int actual, int at, string what)
    {
        if (stated != actual)
        {
            throw Fail(CapRule.WrongDirectory, "Directory", at, $"{actual} {what}, the directory says {stated}");
        }
    }

    private static int DirectoryOffset(ComponentTag tag, CapFile cap)
    {
        var at = 3;
        var last = cap.Header.Format.Minor switch { 1 => ComponentTag.Descriptor, 2 => ComponentTag.Debug, _ => ComponentTag.StaticResources };
        for (var before = ComponentTag.Header; before < tag && before <= last; before++)
        {
            at += ComponentSplitter.HasLongSize(before, cap.Header.IsExtended) ? 4 : 2;
        }

        return at;
    }

    private static CapFormatException Fail(CapRule rule, string component, int offset, string reason) => new(rule, component, offset, reason);
}
