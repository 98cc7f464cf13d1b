using System.Net.Http.Headers;
using System.Text.RegularExpressions;
using Tsms.Api.Admin;
using Tsms.Backend.Tests.Rest;

namespace Tsms.Backend.Tests.Documents;

/// <summary>Writes down which operations of the contract a client called, by what went over the wire; adds what a test wants in the headers.</summary>
internal sealed class CallRecorder() : DelegatingHandler(new SocketsHttpHandler())
{
    private static readonly (string Id, string Method, Regex Path)[] s_operations =
    [
        .. ContractData.All.Select(o => (o.Id, o.Method, new Regex($@"\A{Regex.Escape(AdminPaths.Base)}{Regex.Replace(Regex.Escape(o.Path), @"\\\{\w+}", "[^/]+")}\z"))),
    ];

    public HashSet<string> Called { get; } = [];

    public AuthenticationHeaderValue? Authorization { get; set; }

    /// <summary>The backend fails inside.</summary>
    public bool Fault { get; set; }

    /// <summary>Content of the last answer.</summary>
    public string LastAnswer { get; private set; } = "";

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.Authorization ??= Authorization;
        if (Fault)
        {
            request.Headers.Add(HeaderFaults.Header, "1");
        }

        var answer = await base.SendAsync(request, cancellationToken);
        var path = request.RequestUri!.AbsolutePath.Replace("/serviceproviders/", "/service-providers/", StringComparison.Ordinal);
        var operation = s_operations.Single(o => o.Method == request.Method.Method && o.Path.IsMatch(path));
        if (answer.IsSuccessStatusCode)
        {
            Called.Add(operation.Id);
        }

        await answer.Content.LoadIntoBufferAsync(cancellationToken);
        LastAnswer = answer.Content.Headers.ContentType?.MediaType == "application/octet-stream" ? "" : await answer.Content.ReadAsStringAsync(cancellationToken);
        return answer;
    }
}
