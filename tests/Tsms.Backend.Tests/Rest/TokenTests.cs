using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;

namespace Tsms.Backend.Tests.Rest;

/// <summary>Long-term tokens in the operator's hand, and what short-term tokens must say.</summary>
public sealed class TokenTests(BackendFixture backend) : IClassFixture<BackendFixture>
{
    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public async Task IssueToken_Second_WorksBesideTheFirst()
    {
        var tenant = await backend.NewTenantAsync();
        var second = await backend.Providers.IssueTokenAsync(tenant.Credentials.Id, cancellationToken: Cancellation);
        Assert.NotEqual(tenant.Credentials.ClientId, second.ClientId);
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(backend.Http, await OwnBackend.TokenAsync(backend.Http, second)));
        await RestAssert.SuccessAsync(OwnBackend.AuthAsync(backend.Http, tenant.Credentials));
        Assert.Equal(2, (await backend.Providers.ListTokensAsync(tenant.Credentials.Id, Cancellation)).Count);
    }

    [Fact]
    public async Task RevokeToken_EndsItAndItsShortTermTokensAtOnce()
    {
        var tenant = await backend.NewTenantAsync();
        var second = await backend.Providers.IssueTokenAsync(tenant.Credentials.Id, cancellationToken: Cancellation);
        var other = await OwnBackend.TokenAsync(backend.Http, second);
        await backend.Providers.RevokeTokenAsync(tenant.Credentials.ClientId, Cancellation);
        await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(backend.Http, tenant.Token));
        await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(backend.Http, tenant.Credentials));
        await RestAssert.SuccessAsync(OwnBackend.AccountAsync(backend.Http, other));

        var date = backend.Time.GetUtcNow();
        backend.Time.Advance(TimeSpan.FromSeconds(1));
        await backend.Providers.RevokeTokenAsync(tenant.Credentials.ClientId, Cancellation);
        var listed = await backend.Providers.ListTokensAsync(tenant.Credentials.Id, Cancellation);
        Assert.Equal(date, listed.Single(t => t.ClientId == tenant.Credentials.ClientId).RevocationDate);
        Assert.Null(listed.Single(t => t.ClientId == second.ClientId).RevocationDate);
    }

    [Fact]
    public async Task Tokens_OfNobody_AreRefused()
    {
        await Assert.ThrowsAsync<ArgumentException>(() => backend.Providers.ListTokensAsync(World.Nobody, Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => backend.Providers.IssueTokenAsync(World.Nobody, cancellationToken: Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => backend.Providers.RevokeTokenAsync("sp-nobody", Cancellation));
        await Assert.ThrowsAsync<ArgumentException>(() => backend.Providers.RemoveAsync(World.Nobody, Cancellation));
    }

    [Fact]
    public async Task Remove_Provider_EndsItsTokensAndTakesAllItHas()
    {
        var (world, other) = (await (await World.CreateAsync(backend)).AddFreeAsync(), await World.CreateAsync(backend));
        var before = await other.DumpAsync();
        await backend.Providers.RemoveAsync(world.Tenant.Credentials.Id, Cancellation);
        await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(backend.Http, world.Tenant.Token));
        await RestAssert.FaultAsync(1001, OwnBackend.AuthAsync(backend.Http, world.Tenant.Credentials));
        Assert.DoesNotContain(await backend.Providers.ListAsync(Cancellation), p => p.Id == world.Tenant.Credentials.Id);
        Assert.Equal(before, await other.DumpAsync());
    }

    [Fact]
    public async Task LongTermTokens_InTheDatabase_AreHashesOnly()
    {
        var directory = Directory.CreateTempSubdirectory("tsms-hash-").FullName;
        var options = new Hosting.TsmsBackendOptions { DataDirectory = directory };
        await using (var admin = await Tsms.Backend.Providers.ProviderAdmin.OpenAsync(options, Cancellation))
        {
            var credentials = await admin.CreateAsync("A", [], cancellationToken: Cancellation);
            Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
            var secret = Encoding.ASCII.GetBytes(credentials.ClientSecret);
            foreach (var file in Directory.EnumerateFiles(directory))
            {
                var content = await File.ReadAllBytesAsync(file, Cancellation);
                Assert.Equal(-1, content.AsSpan().IndexOf(secret));
                Assert.Equal(-1, content.AsSpan().IndexOf(Base64Url.DecodeFromChars(credentials.ClientSecret)));
            }
        }

        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(directory, recursive: true);
    }

    // Tokens made with the TSM's own key, so that nothing but what they say can be wrong with them.
    [Fact]
    public async Task ShortTermToken_WithTheRightKeyButOtherClaims_IsNotAuthenticated()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, key.ExportPkcs8PrivateKeyPem(), Cancellation);
        await using var own = await OwnBackend.StartAsync(o => o with { TokenSigningKeyFile = file, TokenIssuer = "https://tsm.example", TokenAudience = "rest" });
        File.Delete(file);
        var provider = await own.NewProviderAsync();
        var now = own.Time.GetUtcNow().ToUnixTimeSeconds();
        string Claims(string issuer = "https://tsm.example", string audience = "rest", Guid? sub = null, string? client = null, long from = 0, long to = 60) =>
            $$"""{"iss":"{{issuer}}","aud":"{{audience}}","sub":"{{sub ?? provider.Id}}","client_id":"{{client ?? provider.ClientId}}","iat":{{now + from}},"exp":{{now + to}}}""";

        foreach (var good in new[] { Claims(), Claims(to: 600), Claims(from: -540), Claims(from: -599, to: 1) })
        {
            await RestAssert.SuccessAsync(OwnBackend.AccountAsync(own.Http, Sign(key, good)));
        }

        foreach (var claims in new[]
        {
            Claims(issuer: "tsms"), Claims(issuer: "https://other.example"), Claims(audience: "sptsm"), Claims(audience: ""), Claims(sub: World.Nobody),
            Claims(client: "sp-nobody"), Claims(to: 0), Claims(to: -1), Claims(from: 1),
            Claims(to: 601), Claims(from: -541), Claims(to: 3_000_000_000), Claims(from: long.MinValue / 4), Claims(from: -now - 1), "{}", "null", "[]", "x", Claims().Replace("\"sub\"", "\"subject\"", StringComparison.Ordinal),
            Claims().Replace($"{provider.Id}", "no-uuid", StringComparison.Ordinal), Claims()[..^1] + ",\"cnf\":{\"x5t#S256\":\"AAAA\"}}",
        })
        {
            await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(own.Http, Sign(key, claims)));
        }

        using var otherKey = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(own.Http, Sign(otherKey, Claims())));
        foreach (var header in new[] { """{"alg":"none"}""", """{"alg":"HS256","typ":"JWT"}""", """{"typ":"JWT","alg":"ES256"}""" })
        {
            await RestAssert.FaultAsync(1000, OwnBackend.AccountAsync(own.Http, Sign(key, Claims(), header)));
        }
    }

    [Fact]
    public async Task Start_WithSigningKeyThatDoesNotFit_SaysSo()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP384);
        using var koblitz = ECDsa.Create(ECCurve.CreateFromFriendlyName("secp256k1"));
        using var rsa = RSA.Create(2048);
        var file = Path.GetTempFileName();
        foreach (var (content, reason) in new[] { (key.ExportPkcs8PrivateKeyPem(), "384 bits"), ("no PEM", "no PEM file"), ("", file), (key.ExportSubjectPublicKeyInfoPem(), "holds no private key"),
            (rsa.ExportPkcs8PrivateKeyPem(), "What is wrong"), (koblitz.ExportPkcs8PrivateKeyPem(), "another curve"), ("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "What is wrong"),
            (key.ExportEncryptedPkcs8PrivateKeyPem("x", new PbeParameters(PbeEncryptionAlgorithm.Aes256Cbc, HashAlgorithmName.SHA256, 1000)), "is encrypted"),
        })
        {
            await File.WriteAllTextAsync(file, content, Cancellation);
            var e = await Assert.ThrowsAsync<InvalidOperationException>(() => OwnBackend.StartAsync(o => o with { TokenSigningKeyFile = file }));
            Assert.Contains(reason, e.Message, StringComparison.Ordinal);
        }

        File.Delete(file);
        var missing = await Assert.ThrowsAsync<InvalidOperationException>(() => OwnBackend.StartAsync(o => o with { TokenSigningKeyFile = file }));
        Assert.StartsWith($"TokenSigningKeyFile: there is no file '{file}'; make one with: openssl", missing.Message, StringComparison.Ordinal);
        var folder = await Assert.ThrowsAsync<InvalidOperationException>(() => OwnBackend.StartAsync(o => o with { TokenSigningKeyFile = Path.GetTempPath() }));
        Assert.Contains("cannot be read", folder.Message, StringComparison.Ordinal);
    }

    private static string Sign(ECDsa key, string claims, string header = """{"alg":"ES256","typ":"JWT"}""")
    {
        var signed = $"{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(header))}.{Base64Url.EncodeToString(Encoding.UTF8.GetBytes(claims))}";
        return $"{signed}.{Base64Url.EncodeToString(key.SignData(Encoding.ASCII.GetBytes(signed), HashAlgorithmName.SHA256))}";
    }
}
