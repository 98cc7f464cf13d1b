using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Verification;

/// <summary>Whether fields lie in instances and in the static field image as their types ask (JCVM 3.0.5, 6.9.2.3 and 6.11).</summary>
internal static class FieldChecks
{
    public static void Check(CapFile cap, TypeWorld world, Findings findings)
    {
        foreach (var type in world.Own.Where(c => c is { Own: ClassInfo, Descriptor: not null }))
        {
            Instance(type, (ClassInfo)type.Own!, findings);
        }

        Static(cap, world, findings);
    }

    private static void Instance(RefClass type, ClassInfo own, Findings findings)
    {
        var next = 0;
        var rank = 0;
        var references = new List<int>();
        foreach (var field in type.Descriptor!.Fields.Where(f => !f.IsStatic).OrderBy(f => f.Token))
        {
            if (field.Token != next)
            {
                Add(VerificationRule.InstanceFields, $"{type}: field {field.Token} is described, {next} was expected");
                return;
            }

            // Public and protected fields come first, their references last; the others begin with theirs (4.3.7.5).
            var visible = (field.Flags & (AccessFlags.Public | AccessFlags.Protected)) != 0;
            var place = (visible, field.IsPrimitive) switch { (true, true) => 0, (true, false) => 1, (false, false) => 2, _ => 3 };
            if (place < rank)
            {
                Add(VerificationRule.InstanceFields, $"{type}: field {field.Token} does not stand with the references or primitives of its visibility");
            }

            rank = place;
            next += field is { IsPrimitive: true, Primitive: PrimitiveType.Int } ? 2 : 1;
            if (!field.IsPrimitive)
            {
                references.Add(field.Token);
            }
        }

        if (next != own.DeclaredInstanceSize)
        {
            Add(VerificationRule.InstanceFields, $"{type}: {own.DeclaredInstanceSize} words are declared, the fields have {next}");
        }

        var first = references.Count == 0 ? 0xFF : references[0];
        if (own.ReferenceCount != references.Count || own.FirstReferenceToken != first || !references.SequenceEqual(Enumerable.Range(first, references.Count)))
        {
            Add(VerificationRule.InstanceFields, $"{type}: {own.ReferenceCount} references from {own.FirstReferenceToken} on are declared, those of the fields are other ones");
        }

        void Add(VerificationRule rule, string message) => findings.Add(rule, "Class", type.Own!.Offset + 3, "6.9.2.3", message);
    }

    private static void Static(CapFile cap, TypeWorld world, Findings findings)
    {
        var next = 0;
        var references = 2 * cap.StaticField.ReferenceCount;
        foreach (var field in world.Own.Where(c => c.Descriptor is not null).SelectMany(c => c.Descriptor!.Fields).Where(f => f.IsStatic).OrderBy(f => f.Reference.StaticFieldOffset))
        {
            var at = field.Reference.StaticFieldOffset;
            if (at != next || field.Reference.Byte1 != 0)
            {
                Add($"a static field is described at {at}, where {next} was expected");
                return;
            }

            if (!field.IsPrimitive != at < references)
            {
                Add($"the static field at {at} is a reference among others or the reverse; references take the first {references} bytes");
            }

            if (at / 2 is var index && !field.IsPrimitive && index < cap.StaticField.ArrayInits.Length
                && !(cap.Descriptor!.TryGetType(field.Type, out var type) && (int)type.Result.Kind == (int)cap.StaticField.ArrayInits[index].Type + 8))
            {
                Add($"the static field at {at} has another type than its initial array");
            }

            next += field switch { { IsPrimitive: false } or { Primitive: PrimitiveType.Short } => 2, { Primitive: PrimitiveType.Int } => 4, _ => 1 };
        }

        if (next != cap.StaticField.ImageSize)
        {
            Add($"the image has {cap.StaticField.ImageSize} bytes, the fields take {next}");
        }

        void Add(string message) => findings.Add(VerificationRule.StaticFields, "StaticField", -1, "6.11", message);
    }
}
