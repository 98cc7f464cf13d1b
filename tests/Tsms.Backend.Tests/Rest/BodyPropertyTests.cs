using System.Text.Json;
using System.Text.Json.Nodes;
using CsCheck;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Whatever a body holds: it is completed, or refused with one of the categories of bodies.</summary>
public sealed class BodyPropertyTests
{
    private static readonly EntityShape[] Entities = [Shapes.Service, Shapes.Flavor, Shapes.Version, Shapes.ApplicationConfig, Shapes.SposConfig, Shapes.SecureComponentProfile];

    // Profiles are never written over REST; their attributes are mandatory and fixed at once, so they are not among the bodies of requests.
    private static readonly Gen<SampleBody> Samples =
        Gen.OneOf([.. new[] { Shapes.Service, Shapes.Flavor, Shapes.Version, Shapes.ApplicationConfig, Shapes.SposConfig }.Select(ShapeSamples.Body)]);

    private static readonly Gen<string> Names = Gen.OneOf([.. Entities.SelectMany(NamesOf).Distinct(), "colour", ""]);

    private static readonly Gen<string> Leaves = Gen.OneOf(
        Gen.OneOf("null", "true", "1", "-1", "256", "1e999", "0.5", "\"\"", "\"1.0.0\"", "\"F054534D53\"", "\"00000000-0000-4000-8000-000000000001\"", "{}", "[]"),
        Gen.String[0, 20].Select(s => JsonSerializer.Serialize(s)));

    private static readonly Gen<string> Bodies = Nested(3);

    [Fact]
    public void Create_AnyBody_IsCompleteOrRefused() => Gen.Select(Gen.OneOf(Entities), Bodies).Sample((shape, body) =>
    {
        try
        {
            var result = BodyCheck.Create(shape, JsonDocument.Parse(body).RootElement);
            return result.Count == shape.Attributes.Count;
        }
        catch (RestFault fault)
        {
            return fault.Category is ErrorCategory.AutomaticAttribute or ErrorCategory.CreateMissing or ErrorCategory.UnknownAttribute or ErrorCategory.InvalidFormat
                && fault.Message.Length <= RestFault.MaxMessage;
        }
    });

    [Fact]
    public void Modify_AnswerOfCreate_ChangesNothing() => Gen.Select(Gen.OneOf(Entities), Bodies).Sample((shape, body) =>
    {
        JsonObject created;
        try
        {
            created = BodyCheck.Create(shape, JsonDocument.Parse(body).RootElement);
        }
        catch (RestFault)
        {
            return true;
        }

        if (shape == Shapes.Version)
        {
            created["tag"] = "1.0.0";
        }

        var again = BodyCheck.Modify(shape, JsonSerializer.SerializeToElement(created), created)!;
        return JsonNode.DeepEquals(created, again) && !BodyCheck.ChangedConditional(shape, created, again).Any();
    });

    [Fact]
    public void Parse_AnyBytes_IsJsonOrInvalidRequest() => Gen.Byte.Array[0, 60].Sample(bytes => IsParsedOrRefused(bytes));

    [Fact]
    public void Parse_ChangedJson_IsJsonOrInvalidRequest() => Gen.Select(Bodies, Gen.Int[0, 200], Gen.Byte).Sample((body, position, value) =>
    {
        var bytes = System.Text.Encoding.UTF8.GetBytes(body);
        bytes[position % bytes.Length] = value;
        return IsParsedOrRefused(bytes);
    });

    /// <summary>Every valid body is taken, and what was answered says so in a PUT again.</summary>
    [Fact]
    public void Create_AnyValidBody_IsAcceptedAndRoundTrips() => Samples.Sample(sample =>
    {
        var created = BodyCheck.Create(sample.Shape, StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(sample.Json)));
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(sample.Complete), created), $"{sample.Json}\n{created.ToJsonString()}\n{sample.Complete}");
        var (current, whole) = Existing(sample.Shape, created);
        var modified = BodyCheck.Modify(sample.Shape, Parse(whole), current)!;
        Assert.True(JsonNode.DeepEquals(current, modified), $"{whole.ToJsonString()}\n{modified.ToJsonString()}");
        Assert.Empty(BodyCheck.ChangedConditional(sample.Shape, current, modified));
    });

    /// <summary>Any one mistake in a valid body is told by its category and the attribute's full path.</summary>
    [Fact]
    public void Check_AnyOneMistake_IsToldWithCategoryAndPath() => Gen.Select(Samples, Gen.Int[0, 100_000], Gen.Bool).Sample((sample, choice, create) =>
    {
        var body = (JsonObject)JsonNode.Parse(sample.Json)!;
        JsonObject? current = null;
        if (!create)
        {
            (current, body) = Existing(sample.Shape, (JsonObject)JsonNode.Parse(sample.Complete)!);
        }

        var mistakes = BodyMutations.Of(sample.Shape, body, create);
        var mistake = mistakes[choice % mistakes.Count];
        mistake.Apply();
        var fault = Assert.Throws<RestFault>(() => create ? BodyCheck.Create(sample.Shape, Parse(body)) : BodyCheck.Modify(sample.Shape, Parse(body), current));
        Assert.True(mistake.Category == fault.Category, $"{mistake.Category} {mistake.Path} expected: {fault.Message}\n{body.ToJsonString()}");

        // Long paths are cut to 64 characters, and a message with a long value before the path to 255.
        var path = mistake.Path.Length <= 64 ? mistake.Path : mistake.Path[..61] + "...";
        var place = fault.Category switch
        {
            ErrorCategory.UnknownAttribute => $"'{path}'",
            ErrorCategory.InvalidFormat => $"' for {path}. ",
            _ => $"attribute {path} ",
        };
        Assert.Contains(place, fault.Message, StringComparison.Ordinal);
    });

    private static JsonElement Parse(JsonObject body) => StrictJson.Parse(System.Text.Encoding.UTF8.GetBytes(body.ToJsonString()));

    /// <summary>The entity as it stands after the TSM gave it what only the TSM gives, and a body that says all of it.</summary>
    private static (JsonObject Current, JsonObject Body) Existing(EntityShape shape, JsonObject created)
    {
        foreach (var attribute in shape.Attributes.Where(a => a.Presence is Presence.Automatic or Presence.Identifying))
        {
            created[attribute.Name] = JsonNode.Parse(ShapeSamples.Value(attribute.Format).Single().Normal);
        }

        return (created, (JsonObject)created.DeepClone());
    }

    private static bool IsParsedOrRefused(byte[] bytes)
    {
        try
        {
            StrictJson.Parse(bytes);
            return true;
        }
        catch (RestFault fault)
        {
            return fault.Category == ErrorCategory.InvalidRequest;
        }
    }

    private static IEnumerable<string> NamesOf(EntityShape? shape) =>
        shape?.Attributes.SelectMany(a => NamesOf(a.Nested).Concat(NamesOf(a.NestedInList)).Append(a.Name)) ?? [];

    private static Gen<string> Nested(int depth) => depth == 0
        ? Leaves
        : Gen.Frequency((3, Leaves), (1, Nested(depth - 1).Array[0, 3].Select(a => $"[{string.Join(',', a)}]")), (2, Object(depth)));

    private static Gen<string> Object(int depth) => Gen.Select(Names, Nested(depth - 1)).Array[0, 5].Select(
        members => $"{{{string.Join(',', members.DistinctBy(m => m.Item1).Select(m => $"{JsonSerializer.Serialize(m.Item1)}:{m.Item2}"))}}}");
}
