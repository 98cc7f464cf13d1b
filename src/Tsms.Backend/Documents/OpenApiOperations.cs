using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Documents;

/// <summary>An operation in the OpenAPI document.</summary>
internal static class OpenApiOperations
{
    public static JsonObject Describe(RestOperation operation, OpenApiResponses responses)
    {
        var result = new JsonObject
        {
            ["tags"] = new JsonArray(TagOf(operation)),
            ["summary"] = operation.Summary,
            ["description"] = $"TR-03165 v1.1, {operation.Section}.",
            ["operationId"] = operation.Id,
            ["security"] = OpenApiAuth.ShortTermToken(),
        };
        if (ParametersOf(operation) is { Count: > 0 } parameters)
        {
            result["parameters"] = parameters;
        }

        if (BodyOf(operation) is { } body)
        {
            result["requestBody"] = body;
        }

        result["responses"] = ResponsesOf(operation, responses);
        if (operation.IsExtension)
        {
            result["deprecated"] = true;
            result[OpenApiDocument.Extension] = true;
        }

        return result;
    }

    // 1.0.4's path of the account stands with the new one.
    private static string TagOf(RestOperation operation) => operation.IsExtension ? "/service-providers" : $"/{operation.Path.Split('/')[1]}";

    private static JsonArray ParametersOf(RestOperation operation)
    {
        var names = operation.Parameters.ToList();
        if (operation.Id == "createVersion")
        {
            names.Add(OpenApiParameters.Next);
        }

        names.Add(HttpMethods.IsGet(operation.Method) ? OpenApiParameters.IfNoneMatch : OpenApiParameters.IfMatch);
        return [.. names.Select(n => OpenApiDocument.Ref("parameters", n))];
    }

    private static JsonObject? BodyOf(RestOperation operation)
    {
        if (operation.Upload is { } upload)
        {
            return UploadOf(upload, HttpMethods.IsPost(operation.Method));
        }

        var (schema, description) = (operation.Entity, operation.Value) switch
        {
            ({ } entity, _) => (OpenApiDocument.Ref("schemas", entity.Name), entity.Description),
            (_, { } value) => (value.Format.Schema(), value.Description),
            _ => (null, ""),
        };
        return schema is null ? null : new JsonObject
        {
            ["required"] = true,
            ["description"] = description,
            ["content"] = new JsonObject { ["application/json"] = new JsonObject { ["schema"] = schema } },
        };
    }

    private static JsonObject UploadOf(UploadShape upload, bool create)
    {
        var named = create || upload.NameInPut;
        var name = Shapes.Text.Schema();
        name["description"] = named ? "Name of the file." : "Name of the file. One that is left out keeps its value.";
        return new JsonObject
        {
            ["required"] = true,
            ["description"] = "One file and its name.",
            ["content"] = new JsonObject
            {
                ["multipart/form-data"] = new JsonObject
                {
                    ["schema"] = new JsonObject
                    {
                        ["type"] = "object",
                        ["required"] = named ? new JsonArray(upload.NameField, upload.FileField) : new JsonArray(upload.FileField),
                        ["properties"] = new JsonObject
                        {
                            [upload.NameField] = name,
                            [upload.FileField] = new JsonObject { ["type"] = "string", ["format"] = "binary", ["description"] = "The file." },
                        },
                    },
                    ["encoding"] = new JsonObject
                    {
                        [upload.NameField] = new JsonObject { ["contentType"] = "text/plain" },
                        [upload.FileField] = new JsonObject { ["contentType"] = "application/octet-stream" },
                    },
                },
            },
        };
    }

    private static JsonObject ResponsesOf(RestOperation operation, OpenApiResponses responses)
    {
        var (answer, categories) = (operation.Answer, operation.Categories());
        var result = new JsonObject();
        switch (answer.Kind)
        {
            case AnswerKind.Nothing:
                result["204"] = new JsonObject { ["description"] = "It is deleted." };
                break;
            case AnswerKind.Binary:
                result["200"] = responses.Binary();
                break;
            default:
                var schema = OpenApiDocument.Ref("schemas", answer.Entity!.Name);
                result["200"] = OpenApiResponses.Tagged(
                    answer.Kind == AnswerKind.List ? OpenApiResponses.Json("The list.", new JsonObject { ["type"] = "array", ["items"] = schema }) : OpenApiResponses.Json("The entity.", schema));
                break;
        }

        if (HttpMethods.IsGet(operation.Method))
        {
            result["304"] = responses.NotModified();
        }

        result["400"] = responses.Refusal(400, [.. categories.Where(c => RestFaultMiddleware.StatusOf(c) == StatusCodes.Status400BadRequest)]);
        result["401"] = responses.Refusal(401, ErrorCategory.NotAuthenticated);
        if (!HttpMethods.IsGet(operation.Method))
        {
            result["412"] = responses.PreconditionFailed();
        }

        result["500"] = responses.Refusal(500, ErrorCategory.InternalError);
        return result;
    }
}
