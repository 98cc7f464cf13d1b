using System.Net;
using System.Text;

namespace Tsms.Sdk.Tests;

/// <summary>Plays the backend: every request must be the next one of the script, path and body as a whole.</summary>
internal sealed class BackendScript : HttpMessageHandler
{
    private readonly Queue<(string Path, string? Body, Func<string, HttpResponseMessage> Answer)> _lines = new();

    public List<string?> Authorizations { get; } = [];

    public int Left => _lines.Count;

    public BackendScript Expect(string path, string body, string answer) => Expect(path, body, () => new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(answer, Encoding.UTF8, "application/json"),
    });

    public BackendScript Expect(string path, string body, HttpStatusCode status) => Expect(path, body, () => new HttpResponseMessage(status));

    public BackendScript Expect(string path, string body, Exception failure) => Expect(path, body, () => throw failure);

    public BackendScript Expect(string path, string body, Func<HttpResponseMessage> answer)
    {
        _lines.Enqueue((path, body, _ => answer()));
        return this;
    }

    /// <summary>A report of a session whose body the test looks at by itself.</summary>
    public void ExpectAny(Func<string, string> answer) => _lines.Enqueue((Seram.Path, null, body => new HttpResponseMessage(HttpStatusCode.OK)
    {
        Content = new StringContent(answer(body), Encoding.UTF8, "application/json"),
    }));

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var body = await request.Content!.ReadAsStringAsync(cancellationToken);
        Assert.True(_lines.TryDequeue(out var line), $"The script is at its end, but {request.RequestUri} was sent {body}");
        Assert.Equal("https://tsm.example/base" + line.Path, request.RequestUri!.AbsoluteUri);
        Assert.Equal(line.Body ?? body, body);
        Assert.Equal("application/json", request.Content.Headers.ContentType?.ToString());
        Authorizations.Add(request.Headers.Authorization?.ToString());
        return line.Answer(body);
    }
}
