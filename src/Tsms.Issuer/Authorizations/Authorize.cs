using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Tsms.Api.Issuer;
using Tsms.Issuer.Cards;
using Tsms.Issuer.Data;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Issuer.Authorizations;

/// <summary>The issuer's authentication check, asked before the first APDU of every process (TR-03165 4.2.2).</summary>
internal sealed class Authorize(
    CardRegister cards, IDbContextFactory<IssuerDb> dbs, IOptions<IssuerOptions> options, TimeProvider time, RandomNumberGenerator random)
{
    private static readonly string[] Operations = ["deploy", "update", "suspend", "resume", "terminate"];

    /// <summary>Permits the partner to work on the card, or says why not.</summary>
    /// <exception cref="IssuerFault">Malformed, or not this issuer's card.</exception>
    public async Task<AuthorizeResponse> ExecuteAsync(IssuerPartner partner, AuthorizeRequest request, CancellationToken cancellationToken)
    {
        if (request.Card is null || string.IsNullOrWhiteSpace(request.ProcessId) || string.IsNullOrWhiteSpace(request.ServiceProvider))
        {
            throw new IssuerFault(IssuerErrorCodes.InvalidRequest, "card, processId and serviceProvider must be given.");
        }

        if (!Operations.Contains(request.Operation))
        {
            throw new IssuerFault(IssuerErrorCodes.InvalidRequest, $"operation must be one of {string.Join(", ", Operations)}.");
        }

        var card = await cards.FindAsync(request.Card.Cplc, cancellationToken).ConfigureAwait(false)
            ?? throw new IssuerFault(IssuerErrorCodes.UnknownCard, "No card of this issuer has that card production life cycle data (cplc).");

        var authorization = new Authorization
        {
            AuthorizationId = NewId(random),
            Partner = partner.Name,
            CardId = card.CardId,
            ProcessId = request.ProcessId,
            Operation = request.Operation,
            ServiceProvider = request.ServiceProvider,
            GivenAt = time.GetUtcNow(),
        };
        await using var db = await dbs.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        db.Authorizations.Add(authorization);
        await db.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        return new AuthorizeResponse(
            authorization.AuthorizationId,
            "authorizedManagement",
            options.Value.SecurityDomainLoadFile,
            options.Value.SecurityDomainModule,
            (int)SecurityLevel.Full);
    }

    /// <summary>The permission and its card, when it is the partner's and has not lapsed.</summary>
    /// <exception cref="IssuerFault">It is not.</exception>
    public async Task<(Authorization Authorization, IssuerCard Card)> RequireAsync(
        IssuerPartner partner, string authorizationId, CancellationToken cancellationToken)
    {
        await using var db = await dbs.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var authorization = await db.Authorizations.AsNoTracking()
            .SingleOrDefaultAsync(a => a.AuthorizationId == authorizationId && a.Partner == partner.Name, cancellationToken).ConfigureAwait(false);
        if (authorization is null || authorization.GivenAt + options.Value.AuthorizationLifetime < time.GetUtcNow())
        {
            throw new IssuerFault(IssuerErrorCodes.UnknownSession, "There is no such authorization, or it has lapsed. Ask for a new one.");
        }

        var card = await db.Cards.AsNoTracking().SingleAsync(c => c.CardId == authorization.CardId, cancellationToken).ConfigureAwait(false);
        return (authorization, card);
    }

    /// <summary>128 random bits, hexadecimal.</summary>
    public static string NewId(RandomNumberGenerator random)
    {
        Span<byte> bytes = stackalloc byte[16];
        random.GetBytes(bytes);
        return Convert.ToHexStringLower(bytes);
    }
}
