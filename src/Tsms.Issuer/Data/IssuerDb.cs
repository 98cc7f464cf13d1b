using Microsoft.EntityFrameworkCore;

namespace Tsms.Issuer.Data;

/// <summary>The issuer's database: its cards, its partners' security domains on them, and who was permitted what.</summary>
internal sealed class IssuerDb(DbContextOptions<IssuerDb> options) : DbContext(options)
{
    /// <summary>The issuer's cards.</summary>
    public DbSet<IssuerCard> Cards => Set<IssuerCard>();

    /// <summary>Security domains of TSMs on cards.</summary>
    public DbSet<TsmDomain> TsmDomains => Set<TsmDomain>();

    /// <summary>Permissions given.</summary>
    public DbSet<Authorization> Authorizations => Set<Authorization>();

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder)
    {
        modelBuilder.Entity<IssuerCard>(card =>
        {
            card.HasKey(c => c.CardId);
            card.HasIndex(c => c.Cplc).IsUnique();
        });
        modelBuilder.Entity<TsmDomain>(domain =>
        {
            domain.HasKey(d => new { d.CardId, d.Partner });
            domain.Property(d => d.State).IsConcurrencyToken();
        });
        modelBuilder.Entity<Authorization>().HasKey(a => a.AuthorizationId);
    }
}

/// <summary>A card of this issuer. Its keys live in the key store under <see cref="KeySet"/>.</summary>
internal sealed class IssuerCard
{
    /// <summary>The issuer's name for the card, hexadecimal: what SP TSMs know it by.</summary>
    public required string CardId { get; init; }

    /// <summary>Card production life cycle data, hexadecimal with tag and length: how a phone's hint finds the card.</summary>
    public required string Cplc { get; init; }

    /// <summary>Name of the ISD's key set in the key store.</summary>
    public required string KeySet { get; init; }

    /// <summary>Version of that key set, 1 to 127.</summary>
    public required int KeyVersion { get; init; }

    /// <summary>Bytes of each of its keys: 16, 24 or 32. A TSM's first keys on the card get the same length.</summary>
    public required int KeyLength { get; init; }

    /// <summary>The card's 10 bytes of key diversification data, hexadecimal; null where its keys are its own and not diversified from a master.</summary>
    public string? KeyDiversificationData { get; init; }

    /// <summary>AID of its issuer security domain, hexadecimal; null where it is the usual one of this issuer's cards.</summary>
    public string? SecurityDomain { get; init; }
}

/// <summary>What the issuer knows of a TSM's security domain on a card.</summary>
internal enum TsmDomainState
{
    /// <summary>There is none.</summary>
    Absent = 0,

    /// <summary>Commands that make it went out; their answers did not verify yet. It may be there.</summary>
    Uncertain = 1,

    /// <summary>It is there: the R-MACs verified.</summary>
    Present = 2,
}

/// <summary>The security domain of a TSM on a card.</summary>
internal sealed class TsmDomain
{
    /// <summary>The card.</summary>
    public required string CardId { get; init; }

    /// <summary>The partner whose domain it is.</summary>
    public required string Partner { get; init; }

    /// <summary>AID of the domain, hexadecimal.</summary>
    public required string Aid { get; set; }

    /// <summary>Is it there?</summary>
    public TsmDomainState State { get; set; }
}

/// <summary>A permission for one process of one TSM on one card.</summary>
internal sealed class Authorization
{
    /// <summary>Names the permission.</summary>
    public required string AuthorizationId { get; init; }

    /// <summary>The TSM it was given to.</summary>
    public required string Partner { get; init; }

    /// <summary>The card it is for.</summary>
    public required string CardId { get; init; }

    /// <summary>The TSM's process.</summary>
    public required string ProcessId { get; init; }

    /// <summary>deploy, update, suspend, resume or terminate.</summary>
    public required string Operation { get; init; }

    /// <summary>The service provider's name.</summary>
    public required string ServiceProvider { get; init; }

    /// <summary>When it was given.</summary>
    public required DateTimeOffset GivenAt { get; init; }
}
