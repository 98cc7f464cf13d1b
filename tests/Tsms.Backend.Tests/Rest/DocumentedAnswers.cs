using System.Text.Json;
using System.Text.RegularExpressions;
using Tsms.Api.Admin;
using Tsms.Backend.Errors;
using Tsms.Backend.Rest;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Whatever a test asks for: the answer is one that the OpenAPI document has for the operation, by status and error category.</summary>
internal sealed class DocumentedAnswers() : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly ErrorCategory[] s_auth = [ErrorCategory.AuthenticationFailed, ErrorCategory.InvalidRequest, ErrorCategory.InternalError];

    private static readonly (string Id, string Method, Regex Path, int Success, IReadOnlyList<ErrorCategory> Categories)[] s_operations =
    [
        ("createAccessToken", "POST", PathOf("/auth"), 200, s_auth),
        ("createAccessTokenOAuth", "POST", PathOf("/auth/token"), 200, s_auth),
        .. RestOperations.All.Select(o => (o.Id, o.Method, PathOf(o.Path), o.Answer.Kind == AnswerKind.Nothing ? 204 : 200, o.Categories())),
    ];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var answer = await base.SendAsync(request, cancellationToken);
        var operation = Array.Find(s_operations, o => o.Method == request.Method.Method && o.Path.IsMatch(request.RequestUri!.AbsolutePath));
        if (operation.Id is not null)
        {
            var found = (int)answer.StatusCode switch
            {
                // The server refuses a path with %00 before anything of ours sees it.
                400 when request.RequestUri!.AbsolutePath.Contains("%00", StringComparison.Ordinal) => null,
                400 or 401 or 500 => operation.Categories.Contains(await CategoryAsync(answer, cancellationToken)) ? null : "category",
                304 or 412 => null,
                var status => status == operation.Success ? null : "status",
            };
            Assert.True(found is null, $"{operation.Id} answered with a {found} that is not documented: {(int)answer.StatusCode} {await answer.Content.ReadAsStringAsync(cancellationToken)}");
        }

        return answer;
    }

    private static async Task<ErrorCategory> CategoryAsync(HttpResponseMessage answer, CancellationToken cancellationToken)
    {
        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        using var body = JsonDocument.Parse(await answer.Content.ReadAsStringAsync(cancellationToken));
        return (ErrorCategory)body.RootElement.GetProperty("errorCategory").GetInt32();
    }

    private static Regex PathOf(string path) =>
        new($@"\A{Regex.Escape(AdminPaths.Base)}{Regex.Replace(Regex.Escape(path), @"\\\{\w+}", "[^/]+")}\z");
}
