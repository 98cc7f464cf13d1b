using Microsoft.Extensions.Caching.Memory;
using Tsms.Backend.Hosting;
using Tsms.Backend.Profiles;

namespace Tsms.Backend.Rest;

/// <summary>
/// Answers to GET, kept in memory. What a service provider reads follows from its own data, all changes of which move the end of its audit chain, and from the profiles. So an
/// answer belongs to a chain's end and a profile catalog, and is never outdated: the end is read from the database with every request, whichever process changed something.
/// </summary>
internal sealed class AnswerCache(TsmsBackendOptions options) : IDisposable
{
    private const int MaxAnswer = 1024 * 1024;

    // What an entry takes besides its content, roughly.
    private const int Overhead = 512;

    private readonly MemoryCache _answers = new(new MemoryCacheOptions { SizeLimit = options.AnswerCacheBytes });

    public BytesAnswer? Find(AnswerKey key) => _answers.TryGetValue(key, out BytesAnswer? answer) ? answer : null;

    public void Keep(AnswerKey key, BytesAnswer answer)
    {
        if (answer.Length <= MaxAnswer)
        {
            _answers.Set(key, answer, new MemoryCacheEntryOptions { Size = answer.Length + Overhead });
        }
    }

    public void Dispose() => _answers.Dispose();
}

/// <summary>Which answer: the end of the provider's audit chain (a hash, upper-case hexadecimal), the profiles, the request's path and query.</summary>
internal sealed record AnswerKey(Guid ProviderId, string ChainEnd, ProfileCatalog Profiles, string Target);
