using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Reading;

/// <summary>Header (JCVM 6.4), Applet (6.6) and Import (6.7).</summary>
internal static class HeaderReader
{
    private const uint Magic = 0xDECAFFED;

    public static HeaderComponent Header(RawComponent raw)
    {
        // magic u4, minor u1, major u1, flags u1, package_info, since 2.2 package_name_info;
        // extended: CAP minor u1, major u1, AID, package_count u1, package_info[], package_name_info[]
        var r = new ComponentReader(raw);
        var at = r.Position;
        if (r.U4("magic") is var magic && magic != Magic)
        {
            throw r.Fail(CapRule.WrongMagic, $"the magic number is {magic:X8}, not DECAFFED", at);
        }

        at = r.Position;
        var format = Version(r, "format");
        if (format.Major != 2 || format.Minor is < 1 or > 3)
        {
            throw r.Fail(CapRule.UnknownFormat, $"format {format} is not one of 2.1, 2.2, 2.3", at);
        }

        at = r.Position;
        var flags = (CapFlags)r.U1("flags");
        var allowed = CapFlags.Int | CapFlags.Export | CapFlags.Applet | (format.Minor >= 3 ? CapFlags.Extended : 0);
        if ((flags & ~allowed) != 0)
        {
            throw r.Fail(CapRule.WrongFlags, $"flags {(byte)flags:X2} have reserved bits", at);
        }

        var header = (flags & CapFlags.Extended) != 0 ? Extended(r, format, flags) : Compact(r, format, flags);
        r.End();
        return header;
    }

    public static AppletComponent Applet(RawComponent raw, HeaderComponent header)
    {
        // count u1, { AID, [block index u1], install_method_offset u2 }[count]
        var r = new ComponentReader(raw);
        var at = r.Position;
        var count = r.U1("applet count");
        if (count == 0)
        {
            throw r.Fail(CapRule.WrongValue, "an Applet component without applets", at);
        }

        var applets = r.Many(count, 8, "applets", x => new AppletInfo(x.ReadAid("applet AID"), MethodReader.Location(x, header.IsExtended, "install method")));
        r.End();
        return new AppletComponent(applets);
    }

    public static ImportComponent Import(RawComponent raw)
    {
        // count u1, package_info[count]
        var r = new ComponentReader(raw);
        var at = r.Position;
        var count = r.U1("import count");
        if (count > 128)
        {
            throw r.Fail(CapRule.WrongValue, $"{count} imports; there can be 128", at);
        }

        var packages = r.Many(count, 8, "imported packages", Package);
        r.End();
        return new ImportComponent(packages);
    }

    private static HeaderComponent Compact(ComponentReader r, PackageVersion format, CapFlags flags)
    {
        var package = Package(r);
        if (format.Minor >= 2)
        {
            package = package with { Name = Name(r) };
        }

        return new HeaderComponent(format, flags, package.Aid, package.Version, [package]);
    }

    private static HeaderComponent Extended(ComponentReader r, PackageVersion format, CapFlags flags)
    {
        var version = Version(r, "CAP");
        var aid = r.ReadAid("CAP AID");

        // JCVM 6.4 asks for at least one package, Oracle's converter writes none when nothing is exported.
        var count = r.U1("package count");
        var packages = r.Many(count, 8, "packages", Package);
        var names = r.Many(count, 1, "package names", Name);
        return new HeaderComponent(format, flags, aid, version, [.. packages.Zip(names, (package, name) => package with { Name = name })]);
    }

    private static PackageInfo Package(ComponentReader r)
    {
        // minor u1, major u1, AID
        var version = Version(r, "package");
        return new PackageInfo(r.ReadAid("package AID"), version);
    }

    private static PackageVersion Version(ComponentReader r, string what)
    {
        var minor = r.U1($"minor version of the {what}");
        return new PackageVersion(r.U1($"major version of the {what}"), minor);
    }

    private static string? Name(ComponentReader r)
    {
        var length = r.U1("length of the package name");
        return length == 0 ? null : r.Text(length, "package name");
    }
}
