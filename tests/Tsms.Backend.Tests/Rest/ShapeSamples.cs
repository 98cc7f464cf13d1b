using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Rest;

/// <summary>A value of a format as a client may write it, and its normal form, both as JSON texts.</summary>
internal sealed record Spelling(string Given, string Normal);

/// <summary>A body of a shape, and the entity that it makes.</summary>
internal sealed record SampleBody(EntityShape Shape, string Json, string Complete);

/// <summary>Valid values and bodies made from the entity descriptions, by the JSON Schemas that the formats give: no test writes down by itself what a format takes.</summary>
internal static class ShapeSamples
{
    private static readonly Gen<string> Words = Gen.OneOf("a", "Z", "é", "中", "😀", " ", "\"", "\\", "/", "<", "\u0001", "\u202E", "'").Array[0, 30].Select(string.Concat);

    /// <summary>A body with every mandatory attribute; of the others some, some null. Attributes of the TSM are left out.</summary>
    public static Gen<SampleBody> Body(EntityShape shape) => Members(shape).Select(members => new SampleBody(
        shape,
        Object(members.Where(m => m.Value.Given.Length > 0).Select(m => (m.Name, m.Value.Given))),
        Object(members.Select(m => (m.Name, m.Value.Normal)))));

    /// <summary>A value that the format takes.</summary>
    public static Gen<Spelling> Value(Format format) => format switch
    {
        ObjectFormat nested => Body(nested.Shape).Select(b => new Spelling(b.Json, b.Complete)),
        ListFormat list => List(list),
        MapFormat map => Map(map),
        _ => Simple(format),
    };

    private static Gen<Spelling> Simple(Format format)
    {
        var schema = format.Schema();
        if (schema["enum"] is JsonArray words)
        {
            return Gen.OneOf([.. words.Select(w => Quoted(w!.GetValue<string>()))]);
        }

        return ((string)schema["type"]!, (string?)schema["format"]) switch
        {
            ("boolean", _) => Gen.Bool.Select(b => Plain(b ? "true" : "false")),
            ("integer", _) => Gen.Int[(int)schema["minimum"]!, (int)schema["maximum"]!].Select(i => Plain($"{i}")),
            (_, "uuid") => Gen.Select(Gen.Guid, Gen.Bool).Select((g, upper) => Quoted(upper ? g.ToString().ToUpperInvariant() : g.ToString(), g.ToString())),
            (_, "aid") => Gen.Select(Gen.Byte.Array[5, 16], Gen.Bool).Select((b, upper) => Hex(b, upper)),
            (_, "tlv") => Gen.Select(Gen.Byte.Array[0, 60], Gen.Bool, Gen.Bool).Select((b, upper, empty) => empty ? Quoted("") : Hex([0xC9, (byte)b.Length, .. b, 0xCA, 0], upper)),
            (_, "version") => Gen.Int[0, 999].Array[((int)schema["minLength"]! + 1) / 2].Select(n => Quoted(string.Join('.', n))),
            (_, "date-time") => Gen.Int[0, 1_000_000_000].Select(s => Quoted(Api.Admin.UtcMillisecondsConverter.Text(DateTimeOffset.UnixEpoch.AddSeconds(s)))),
            (_, "uri") => Gen.Select(Gen.OneOf("https", "http"), Gen.Char.AlphaNumeric.Array[1, 20], Gen.Int[1, 65535], Gen.Char.AlphaNumeric.Array[0, 200])
                .Select((scheme, host, port, path) => Quoted($"{scheme}://{new string(host)}.example:{port}/{new string(path)}?q=1")),
            ("string", null) => Words.Where(w => w.Length <= (int)schema["maxLength"]!).Select(w => Quoted(w)),
            _ => throw new InvalidOperationException($"A format with the schema {schema} is new: say here how values of it are made."),
        };
    }

    private static Gen<Spelling> List(ListFormat list) => Value(list.Item).Array[0, 4].Select(items =>
    {
        var distinct = items.DistinctBy(i => i.Normal).ToList();
        return new Spelling($"[{string.Join(',', distinct.Select(i => i.Given))}]", $"[{string.Join(',', distinct.Select(i => i.Normal))}]");
    });

    private static Gen<Spelling> Map(MapFormat map)
    {
        // A schema says nothing of names; the one map with names of a format is told by itself.
        var names = ReferenceEquals(map, Shapes.Deployments) ? Simple(Shapes.Uuid) : Words.Select(w => Quoted(w));
        return Gen.Select(names, Value(ItemOf(map))).Array[0, 4].Select(entries =>
        {
            var distinct = entries.DistinctBy(e => e.Item1.Normal).ToList();
            return new Spelling(
                $"{{{string.Join(',', distinct.Select(e => $"{e.Item1.Given}:{e.Item2.Given}"))}}}", $"{{{string.Join(',', distinct.Select(e => $"{e.Item1.Normal}:{e.Item2.Normal}"))}}}");
        });
    }

    private static Format ItemOf(MapFormat map) => (string?)map.Schema()["additionalProperties"]!["type"] switch
    {
        "array" => ReferenceEquals(map, Shapes.Deployments) ? Shapes.UuidList : new ListFormat(Shapes.Text),
        "boolean" => Shapes.Flag,
        _ => Shapes.Text,
    };

    // Given is empty where the body leaves the attribute out.
    private static Gen<List<(string Name, Spelling Value)>> Members(EntityShape shape)
    {
        var all = Gen.Const(new List<(string Name, Spelling Value)>());
        foreach (var attribute in shape.Attributes)
        {
            var member = Member(attribute);
            all = from list in all
                  from value in member
                  select new List<(string Name, Spelling Value)>(list) { (attribute.Name, value) };
        }

        return all;
    }

    private static Gen<Spelling> Member(AttributeShape attribute)
    {
        var otherwise = attribute.DefaultNode()?.ToJsonString() ?? "null";
        return attribute.Presence switch
        {
            Presence.Mandatory => Value(attribute.Format),
            Presence.Optional => Gen.Frequency((4, Value(attribute.Format)), (1, Gen.Const(new Spelling("", otherwise))), (1, Gen.Const(new Spelling("null", otherwise)))),
            _ => Gen.OneOf(new Spelling("", "null"), new Spelling("null", "null")),
        };
    }

    private static string Object(IEnumerable<(string Name, string Value)> members) => $"{{{string.Join(',', members.Select(m => $"{JsonSerializer.Serialize(m.Name)}:{m.Value}"))}}}";

    private static Spelling Plain(string json) => new(json, json);

    private static Spelling Quoted(string given, string? normal = null) => new(JsonSerializer.Serialize(given), JsonSerializer.Serialize(normal ?? given));

    private static Spelling Hex(byte[] bytes, bool upper) => Quoted(upper ? Convert.ToHexString(bytes) : Convert.ToHexStringLower(bytes), Convert.ToHexString(bytes));
}
