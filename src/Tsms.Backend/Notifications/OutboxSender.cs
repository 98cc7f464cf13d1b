using System.Net.Http.Headers;
using System.Text;
using Microsoft.EntityFrameworkCore;
using Tsms.Backend.Data;

namespace Tsms.Backend.Notifications;

/// <summary>
/// Delivers the outbox, at least once: a notice counts as delivered when its receiver answered 2xx. Failures are tried again after 10 s, 20 s, 40 s and so on, at most
/// 6 h apart, and given up after <see cref="MaxAttempts"/>.
/// </summary>
internal sealed class OutboxSender(IDbContextFactory<CatalogDb> databases, IHttpClientFactory clients, NoticeSigner signer, TimeProvider time)
{
    public const string ClientName = "Tsms.Notices";
    public const string SignatureHeader = "Tsms-Signature";
    public const string IdHeader = "Tsms-Notice-Id";

    /// <summary>About three days.</summary>
    public const int MaxAttempts = 24;

    private const int Batch = 50;
    private const int MaxError = 200;
    private static readonly TimeSpan FirstPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan LongestPause = TimeSpan.FromHours(6);

    // Longer than an attempt may take: a sender that died in the middle is taken over after this.
    private static readonly TimeSpan Claim = TimeSpan.FromMinutes(2);

    /// <summary>Tries every notice that is due, once. Gives the number of those delivered.</summary>
    public async Task<int> SendDueAsync(CancellationToken cancellationToken)
    {
        var delivered = 0;
        foreach (var (notice, url) in await DueAsync(cancellationToken).ConfigureAwait(false))
        {
            if (await ClaimAsync(notice, cancellationToken).ConfigureAwait(false))
            {
                var error = await PostAsync(notice, url, cancellationToken).ConfigureAwait(false);
                await RecordAsync(notice, error, cancellationToken).ConfigureAwait(false);
                delivered += error is null ? 1 : 0;
            }
        }

        return delivered;
    }

    /// <summary>The pause after so many failed attempts.</summary>
    internal static TimeSpan PauseAfter(int attempts) =>
        attempts > 12 ? LongestPause : TimeSpan.FromTicks(Math.Min(FirstPause.Ticks << (attempts - 1), LongestPause.Ticks));

    private async Task<List<(NoticeRow Notice, string Url)>> DueAsync(CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var now = db.Now;
        var due = await (
            from notice in db.Notices.AsNoTracking()
            join webhook in db.Webhooks on notice.ProviderId equals webhook.ProviderId
            where notice.NextAttempt != null && notice.NextAttempt <= now
            orderby notice.NextAttempt, notice.Id
            select new { notice, webhook.Url }).Take(Batch).ToListAsync(cancellationToken).ConfigureAwait(false);
        return [.. due.Select(d => (d.notice, d.Url))];
    }

    // Several processes may look at once: one moves the date, the others find it moved.
    private async Task<bool> ClaimAsync(NoticeRow notice, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var until = db.Now + Claim;
        return await db.Notices.Where(n => n.Id == notice.Id && n.NextAttempt == notice.NextAttempt)
            .ExecuteUpdateAsync(n => n.SetProperty(x => x.NextAttempt, until).SetProperty(x => x.Attempts, x => x.Attempts + 1), cancellationToken).ConfigureAwait(false) == 1;
    }

    private async Task<string?> PostAsync(NoticeRow notice, string url, CancellationToken cancellationToken)
    {
        var body = Encoding.UTF8.GetBytes(notice.Payload);
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Add(IdHeader, notice.Id.ToString());
        request.Headers.Add(SignatureHeader, signer.Sign(body));
        try
        {
            using var client = clients.CreateClient(ClientName);
            using var answer = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
            return answer.IsSuccessStatusCode ? null : $"the receiver answered {(int)answer.StatusCode}";
        }
        catch (HttpRequestException e)
        {
            return e.Message;
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            return "the receiver did not answer in time";
        }
    }

    private async Task RecordAsync(NoticeRow notice, string? error, CancellationToken cancellationToken)
    {
        await using var db = await databases.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        DateTimeOffset? delivered = error is null ? db.Now : null;
        var attempts = notice.Attempts + 1;
        DateTimeOffset? next = error is null || attempts >= MaxAttempts ? null : time.GetUtcNow() + PauseAfter(attempts);
        var text = error?.Length > MaxError ? error[..MaxError] : error;
        await db.Notices.Where(n => n.Id == notice.Id).ExecuteUpdateAsync(
            n => n.SetProperty(x => x.DeliveryDate, delivered).SetProperty(x => x.NextAttempt, next).SetProperty(x => x.LastError, text), cancellationToken).ConfigureAwait(false);
    }
}
