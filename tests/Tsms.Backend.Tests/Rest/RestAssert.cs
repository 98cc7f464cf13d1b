using System.Net.Http.Json;
using System.Text.RegularExpressions;
using Tsms.Api.Admin;

namespace Tsms.Backend.Tests.Rest;

/// <summary>What every error answer must be (TR-03165 v1.1, 4.1.4.19 and 4.1.5).</summary>
internal static class RestAssert
{
    private static readonly Dictionary<int, string> Texts = new()
    {
        [1000] = @"^Not authenticated\.",
        [1001] = @"^Authentication failed\.$",
        [1002] = @"^Invalid request: .+\.",
        [1003] = @"^Create failed: attribute \S+ not allowed for POST\. It is automatically assigned when created\.$",
        [1004] = @"^Create failed: attribute \S+ is missing, but it is mandatory for \w+\.$",
        [1005] = @"^Modify failed: attribute \S+ not allowed for PUT\. Attribute cannot be modified after creation\.$",
        [1006] = @"^Modify failed: attribute \S+ is missing, but it is mandatory for \w+\.$",
        [1007] = @"^Unknown: '.+' is not a valid attribute\.$",
        [1008] = @"^Invalid format '.*' for .+\. Supported format is .+\.",
        [1009] = @"^Not existing: \w+ with id '.*' does not exist\.",
        [1010] = @"^Delete failed: \w+ is referenced in \w+\.",
        [1011] = @"^Upload failed: missing file\.$",
        [1012] = @"^Upload failed: too many files provided\. Method supports uploading one file\.$",
        [1013] = @"^Upload failed: invalid file type\. Supported file types are \[cap\]\. \(.+ at byte \d+: .+\)?$",
        [1014] = @"^Upload failed: [0-9.]+MB exceeds maximum upload file size of [0-9.]+MB\.$",
        [1015] = @"^Already Published: \w+ cannot be modified\. It is already published via Flavor identifier '[0-9a-f-]{36}'\.",
        [1016] = @"^Technical constraints failed: minimal \w+ version not supported by SecureComponentProfile\. \(.+",
    };

    /// <summary>The answer is this category with its status and the TR's text; gives the message.</summary>
    public static async Task<string> FaultAsync(int category, Task<HttpResponseMessage> pending)
    {
        using var answer = await pending;
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True((int)answer.StatusCode is 400 or 401, $"expected {category}, got {(int)answer.StatusCode}: {body}");
        Assert.Equal("application/json", answer.Content.Headers.ContentType?.MediaType);
        var error = await answer.Content.ReadFromJsonAsync<GeneralError>();
        Assert.True(category == error!.ErrorCategory, $"expected {category}, got {error.ErrorCategory}: {error.ErrorMessage}");
        Assert.Equal(category is 1000 or 1001 ? 401 : 400, (int)answer.StatusCode);
        Assert.InRange(error.ErrorMessage.Length, 1, 255);
        Assert.Matches(new Regex(Texts[category], RegexOptions.Singleline), error.ErrorMessage);
        return error.ErrorMessage;
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
