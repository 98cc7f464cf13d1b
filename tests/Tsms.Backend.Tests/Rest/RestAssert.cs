using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;

namespace Tsms.Backend.Tests.Rest;

/// <summary>What every error answer must be (TR-03165 v1.1, 4.1.4.19 and 4.1.5).</summary>
internal static class RestAssert
{
    // The TR's text with something in place of each parameter; what we add follows in parentheses.
    private static readonly Dictionary<int, Regex> Texts = ErrorTypes.All.ToDictionary(
        t => (int)t.Category,
        t => new Regex($"\\A{Regex.Replace(Regex.Escape(t.Text), "<<\\w+>>", ".*")}( \\(.+\\)?)?\\z", RegexOptions.Singleline));

    /// <summary>The answer is this category with its status and the TR's text; gives the message.</summary>
    public static async Task<string> FaultAsync(int category, Task<HttpResponseMessage> pending)
    {
        using var answer = await pending;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is 400 or 401 || (category == 2000 && (int)answer.StatusCode == 500), $"expected {category}, got {(int)answer.StatusCode}: {body}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = await answer.Content.ReadFromJsonAsync<GeneralError>();
        Assert.True(category == error!.ErrorCategory, $"expected {category}, got {error.ErrorCategory}: {error.ErrorMessage}");
        Assert.Equal(category is 1000 or 1001 ? 401 : category == 2000 ? 500 : 400, (int)answer.StatusCode);
        Assert.InRange(error.ErrorMessage.Length, 1, 255);
        Assert.Matches(Texts[category], error.ErrorMessage);
        return error.ErrorMessage;
    }

    /// <summary>The category of a refusal.</summary>
    public static async Task<int> CategoryAsync(HttpResponseMessage answer)
    {
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is 400 or 401, $"{(int)answer.StatusCode}: {body}");
        return (await answer.Content.ReadFromJsonAsync<GeneralError>())!.ErrorCategory;
    }

    /// <summary>The answer is 2xx; gives its body.</summary>
    public static async Task<string> SuccessAsync(Task<HttpResponseMessage> pending)
    {
        using var answer = await pending;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, $"{(int)answer.StatusCode}: {body}");
        return body;
    }
}
