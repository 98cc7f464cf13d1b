using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>What is offered to others: exports (JCVM 3.0.5, 6.13) and applets (6.6).</summary>
internal static class ExportChecks
{
    public static void Check(CapFile cap, TypeWorld world, ConstantResolver constants, Findings findings)
    {
        foreach (var (package, number) in (cap.Export?.Packages ?? []).Select((p, n) => (p, n)))
        {
            Package(cap, world, package, number, constants, findings);
        }

        Applets(cap, world, constants, findings);
    }

    private static void Package(CapFile cap, TypeWorld world, PackageExport package, int number, ConstantResolver constants, Findings findings)
    {
        for (var token = 0; token < package.Classes.Length; token++)
        {
            var export = package.Classes[token];
            var type = world.Find(new ClassRef(export.ClassOffset))!;
            if (type.Descriptor is not { } descriptor)
            {
                continue;
            }

            if ((descriptor.Flags & AccessFlags.Public) == 0 || descriptor.Token != token)
            {
                Add($"{type} is exported as class {token}, but is not public or has the token {descriptor.Token}");
            }

            if (HasApplets(cap, constants, number) && type.Own is not InterfaceInfo { IsShareable: true })
            {
                Add($"{type} is exported by a package with applets, but is no shareable interface");
            }

            for (var i = 0; i < export.StaticFieldOffsets.Length; i++)
            {
                if (!descriptor.Fields.Any(f => f.IsStatic && f.Token == i && f.Reference.StaticFieldOffset == export.StaticFieldOffsets[i] && IsVisible(f.Flags)))
                {
                    Add($"{type} exports static field {i} at {export.StaticFieldOffsets[i]}, where the Descriptor has no public or protected one with this token");
                }
            }

            for (var i = 0; i < export.StaticMethods.Length; i++)
            {
                if (!constants.Methods.TryGetValue(export.StaticMethods[i], out var method) || method.Owner != type || method.Method.Token != i
                    || !IsVisible(method.Method.Flags) || !(method.Method.IsStatic || method.Method.IsConstructor))
                {
                    Add($"{type} exports static method {i} at {export.StaticMethods[i]}, where the Descriptor has no public or protected one with this token");
                }
            }

            Complete(descriptor, export, type, findings);
        }

        var missing = cap.Applet is null
            ? world.Own.FirstOrDefault(c => c.Descriptor is { } d && c.Package == number && (d.Flags & AccessFlags.Public) != 0 && package.Classes.All(e => e.ClassOffset != c.Own!.Offset))
            : null;
        if (missing is not null)
        {
            Add($"{missing} is public and not exported");
        }

        void Add(string message) => findings.Add(VerificationRule.Export, "Export", -1, "6.13", message);
    }

    private static void Complete(ClassDescriptor descriptor, ClassExport export, RefClass type, Findings findings)
    {
        var fields = descriptor.Fields.Count(f => f.IsStatic && IsVisible(f.Flags));
        var methods = descriptor.Methods.Count(m => (m.IsStatic || m.IsConstructor) && IsVisible(m.Flags));
        if (fields != export.StaticFieldOffsets.Length || methods != export.StaticMethods.Length)
        {
            findings.Add(
                VerificationRule.Export, "Export", -1, "6.13", $"{type} has {fields} static fields and {methods} static methods to export, it exports {export.StaticFieldOffsets.Length} and {export.StaticMethods.Length}");
        }
    }

    private static void Applets(CapFile cap, TypeWorld world, ConstantResolver constants, Findings findings)
    {
        var applet = world.Named("javacard/framework/Applet");
        var at = 4;
        foreach (var (info, n) in (cap.Applet?.Applets ?? []).Select((a, n) => (a, n)))
        {
            var found = constants.Methods.GetValueOrDefault(info.Install);
            var right = found.Owner is not null && found.Method is { IsStatic: true } && (found.Method.Flags & AccessFlags.Public) != 0
                && cap.Descriptor!.TryGetType(found.Method.TypeOffset, out var type)
                && type.Types.Select(t => t.Kind).SequenceEqual([TypeKind.ByteArray, TypeKind.Short, TypeKind.Byte, TypeKind.Void]);
            if (!right || !found.Owner!.IsSubclassOf(applet))
            {
                findings.Add(VerificationRule.Applet, "Applet", at, "6.6", $"at {info.Install} is no public static install([BSB)V of a subclass of Applet");
            }

            if (!info.Aid.Rid.SequenceEqual(cap.Aid.Rid))
            {
                findings.Add(VerificationRule.Applet, "Applet", at, "6.6", $"the RID of {info.Aid} is not that of the package {cap.Aid}");
            }

            if (cap.Applet!.Applets.Take(n).Any(a => a.Aid == info.Aid))
            {
                findings.Add(VerificationRule.Applet, "Applet", at, "6.6", $"{info.Aid} is there twice");
            }

            at += info.Aid.Length + (cap.Header.IsExtended ? 4 : 3);
        }
    }

    // In an extended file the applets belong to one or another of the packages.
    private static bool HasApplets(CapFile cap, ConstantResolver constants, int package) => cap.Header.IsExtended
        ? cap.Applet?.Applets.Any(a => constants.Methods.TryGetValue(a.Install, out var install) && install.Owner?.Package == package) == true
        : cap.Applet is not null;

    private static bool IsVisible(AccessFlags flags) => (flags & (AccessFlags.Public | AccessFlags.Protected)) != 0;
}
