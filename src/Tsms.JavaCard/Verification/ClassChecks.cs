using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Verification;

/// <summary>The hierarchy of classes and the tables of their methods (JCVM 3.0.5, 6.9.2).</summary>
internal static class ClassChecks
{
    public static void Check(CapFile cap, TypeWorld world, ConstantResolver constants, Findings findings)
    {
        foreach (var type in world.Own)
        {
            switch (type.Own)
            {
                case InterfaceInfo i:
                    Interfaces(world, type, i.SuperInterfaces, findings);
                    Shareable(type, findings);
                    break;
                case ClassInfo c:
                    Super(world, type, c, findings);
                    Interfaces(world, type, [.. c.Interfaces.Select(x => x.Interface)], findings);
                    Shareable(type, findings);
                    new VirtualTableChecks(world, constants, type, c, findings).Check();
                    break;
            }
        }
    }

    private static void Super(TypeWorld world, RefClass type, ClassInfo own, Findings findings)
    {
        if (own.SuperClass.IsNone)
        {
            if (type != world.Object)
            {
                Add(type, findings, $"{type} has no superclass, as only Object may");
            }

            return;
        }

        if (world.Find(own.SuperClass) is not { IsInterface: false, IsFinal: false } super)
        {
            Add(type, findings, $"the superclass of {type} ({own.SuperClass}) is unknown, final or an interface");
        }
        else if (super.Own is ClassInfo above && above.Offset >= own.Offset)
        {
            Add(type, findings, $"{type} stands before its superclass");
        }
    }

    private static void Interfaces(TypeWorld world, RefClass type, IReadOnlyList<ClassRef> listed, Findings findings)
    {
        var found = new HashSet<RefClass>();
        foreach (var reference in listed)
        {
            if (world.Find(reference) is not { IsInterface: true } face || face == type)
            {
                Add(type, findings, $"{type} implements or extends {reference}, which is no interface");
                return;
            }

            if (type.IsInterface && face.Own is not null && face.Own.Offset >= type.Own!.Offset)
            {
                Add(type, findings, $"the interface {type} stands before {face}, which it extends");
            }

            if (!found.Add(face))
            {
                Add(type, findings, $"{type} lists {face} twice");
            }
        }

        // Superinterfaces are listed with those that extend them; those of superclasses may be (6.9.2.1).
        if (found.SelectMany(i => i.Interfaces).FirstOrDefault(i => !found.Contains(i) && type.Super?.Interfaces.Contains(i) != true) is { } missing)
        {
            Add(type, findings, $"{type} does not list {missing}, which one of its interfaces extends");
        }
    }

    private static void Shareable(RefClass type, Findings findings)
    {
        var shareable = type.Name == "javacard/framework/Shareable"
            || type.Interfaces.Any(i => i.Own is { } own ? own.IsShareable : ((i.Exported?.AccessFlags ?? 0) & ExportFlags.Shareable) != 0);
        if (type.Own!.IsShareable != shareable && !(type.IsInterface && type.Own.IsShareable && type.Own is InterfaceInfo { SuperInterfaces.IsEmpty: true }))
        {
            Add(type, findings, $"{type}: the flag ACC_SHAREABLE does not fit its interfaces");
        }
    }

    private static void Add(RefClass type, Findings findings, string message) =>
        findings.Add(VerificationRule.ClassHierarchy, "Class", type.Own!.Offset + 3, "6.9.2", message);
}
