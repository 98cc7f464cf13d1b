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
