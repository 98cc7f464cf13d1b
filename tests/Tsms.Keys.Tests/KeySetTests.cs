using Tsms.GlobalPlatform.SecureChannel;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Keys.Tests;

public sealed class KeySetTests : KeyStores
{
    private static readonly KeySetReference Reference = new("isd", 0x30);

    // ievkh/scll-rust, scp03_kat.rs: cryptograms_match_reference and pseudo_card_challenge_matches_reference
    [Fact]
    public async Task GetScp03Keys_OfTheDefaultKeys_OpenThePublishedSession()
    {
        await using var store = InMemory();
        await store.ImportKeySetAsync(Reference, Three(DefaultKey), Diversification.None, testProfile: true, CancellationToken);
        var keys = await store.GetScp03KeysAsync(Reference, default, CancellationToken);
        var answer = InitializeUpdateAnswer.Parse(Convert.FromHexString("00000000000000000000300360" + "08090A0B0C0D0E0F" + "114F6BC5052C5228" + "9000"));
        using var session = await Scp03.OpenAsync(keys, Convert.FromHexString("0001020304050607"), answer, SecurityLevel.Full, CancellationToken);
        Assert.Equal("8482330010FAFA93C2EDE62463CB51E38EC18EB00B", Convert.ToHexString(session.ExternalAuthenticate.Bytes.Span));
        Assert.Equal("86C8BD65FA1044EE", Convert.ToHexString(await keys.DeriveCardChallengeAsync(1, GpAid.IssuerSecurityDomain.Bytes, 8, CancellationToken)));
        Assert.Equal((0x30, 16, "isd"), (keys.KeyVersion, keys.KeyLength, keys.DisplayName));
    }

    // kaoh/globalplatform, storeDataTest.c: ciphertexts and check values of three AES-128 keys
    [Fact]
    public async Task EncipherKeySet_OfKaoh_GivesThePublishedCiphertexts()
    {
        await using var store = InMemory();
        await store.ImportKeySetAsync(Reference, Three("000102030405060708090A0B0C0D0E0F"), Diversification.None, testProfile: false, CancellationToken);
        await store.ImportKeySetAsync(
            new("sd", 1),
            Convert.FromHexString("404142434445464748494A4B4C4D4E4F505152535455565758595A5B5C5D5E5F606162636465666768696A6B6C6D6E6F"),
            Diversification.None,
            testProfile: false,
            CancellationToken);
        var under = await store.GetScp03KeysAsync(Reference, default, CancellationToken);
        var set = await under.EncipherKeySetAsync(await store.GetScp03KeysAsync(new("sd", 1), default, CancellationToken), CancellationToken);
        Assert.Equal(
            ["D533E59B45A153ED7E5E9C5DFCFD4AAA", "3EF0B1A5E3059DAB21FCE23A7B61C4CA", "ADDE68F7AD497268D31A0DDD5C74B08F"],
            set.Keys.Select(k => Convert.ToHexString(k.Ciphertext.Span)));
        Assert.Equal(["504A77", "F2A8DF", "D7D0E4"], set.Keys.Select(k => Convert.ToHexString(k.CheckValue.Span)));
        Assert.Equal([(1, 0x38), (2, 0x34), (3, 0xC8)], set.Keys.Select(k => ((int)k.KeyIdentifier, (int)k.KeyUsage)));

        // ievkh/scll-rust, put_key_payload_under_dek, has its own key; here the same operation on the first key
        Assert.Equal("D533E59B45A153ED7E5E9C5DFCFD4AAA", Convert.ToHexString(await under.EncipherSensitiveDataAsync(Convert.FromHexString(DefaultKey), CancellationToken)));
    }

    [Fact]
    public async Task EncipherKeySet_OfAnotherStoreOrAStrongerSet_IsRefused()
    {
        await using var store = InMemory();
        await using var other = InMemory();
        await store.GenerateKeySetAsync(Reference, 16, Diversification.None, CancellationToken);
        await store.GenerateKeySetAsync(new("strong", 0x30), 32, Diversification.None, CancellationToken);
        await other.GenerateKeySetAsync(Reference, 16, Diversification.None, CancellationToken);
        var keys = await store.GetScp03KeysAsync(Reference, default, CancellationToken);
        var foreign = await other.GetScp03KeysAsync(Reference, default, CancellationToken);
        var strong = await store.GetScp03KeysAsync(new("strong", 0x30), default, CancellationToken);
        await Assert.ThrowsAsync<ArgumentException>(async () => await keys.EncipherKeySetAsync(foreign, CancellationToken));
        var error = await Assert.ThrowsAsync<ArgumentException>(async () => await keys.EncipherKeySetAsync(strong, CancellationToken));
        Assert.Contains("AES-256", error.Message, StringComparison.Ordinal);
        Assert.Equal(16 * 3, (await strong.EncipherKeySetAsync(keys, CancellationToken)).Keys.Sum(k => k.Ciphertext.Length));
    }

    [Fact]
    public async Task Operations_OnMissingOrDoubleKeySets_AreRefused()
    {
        await using var store = InMemory();
        await Refused(KeyStoreError.NotFound, async () => await store.GetScp03KeysAsync(Reference, default, CancellationToken), "isd (version 30)");
        await Refused(KeyStoreError.NotFound, async () => await store.DeleteKeySetAsync(Reference, CancellationToken));
        Assert.Null(await store.FindKeySetAsync(Reference, CancellationToken));

        await store.GenerateKeySetAsync(Reference, 16, Diversification.None, CancellationToken);
        await Refused(KeyStoreError.AlreadyExists, async () => await store.GenerateKeySetAsync(Reference, 16, Diversification.None, CancellationToken));
        var keys = await store.GetScp03KeysAsync(Reference, default, CancellationToken);
        await store.DeleteKeySetAsync(Reference, CancellationToken);
        await Refused(KeyStoreError.NotFound, async () => (await keys.DeriveSessionKeysAsync(new byte[8], new byte[8], CancellationToken)).Dispose());
        Assert.Empty(await store.ListKeySetsAsync(CancellationToken));
    }

    [Fact]
    public async Task Operations_WithValuesOutOfRange_AreRefused()
    {
        await using var store = InMemory();
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateKeySetAsync(new("", 1), 16, Diversification.None, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateKeySetAsync(new(new string('x', 201), 1), 16, Diversification.None, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateKeySetAsync(new("a", 0), 16, Diversification.None, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateKeySetAsync(new("a", 0x80), 16, Diversification.None, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateKeySetAsync(new("a", 1), 17, Diversification.None, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateKeySetAsync(new("a", 1), 16, (Diversification)9, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.ImportKeySetAsync(new("a", 1), new byte[47], Diversification.None, false, CancellationToken));
        await store.GenerateKeySetAsync(new("master", 1), 16, Diversification.Kdf3, CancellationToken);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GetScp03KeysAsync(new("master", 1), default, CancellationToken));
        var keys = await store.GetScp03KeysAsync(new("master", 1), await store.NewDiversificationDataAsync(CancellationToken), CancellationToken);
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await keys.EncipherSensitiveDataAsync(new byte[15], CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await keys.DeriveCardChallengeAsync(1, new byte[4], 8, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await keys.DeriveCardChallengeAsync(1, new byte[5], 9, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await keys.DeriveCardChallengeAsync(0x1000000, new byte[5], 8, CancellationToken));
    }

    [Fact]
    public async Task WrapAndUnwrap_BetweenTwoStores_HandOverTheKeys()
    {
        await using var issuer = InMemory();
        await using var tsm = InMemory();
        var transport = new byte[32];
        Random.GetBytes(transport);
        await issuer.ImportSecretKeyAsync("tsm", SecretKeyPurpose.Transport, transport, CancellationToken);
        var other = await tsm.ImportSecretKeyAsync("issuer", SecretKeyPurpose.Transport, transport, CancellationToken);
        Assert.Equal((await issuer.ListSecretKeysAsync(CancellationToken))[0].CheckValue, other.CheckValue);

        var made = await issuer.GenerateKeySetAsync(Reference, 24, Diversification.None, CancellationToken);
        var wrapped = await issuer.WrapKeySetAsync(Reference, default, "tsm", CancellationToken);
        Assert.Equal(made.CheckValues, (await tsm.UnwrapKeySetAsync("sd", wrapped, "issuer", CancellationToken)).CheckValues);

        var changed = wrapped.Ciphertext.ToArray();
        changed[5] ^= 1;
        await Refused(KeyStoreError.UnwrapFailed, async () => await tsm.UnwrapKeySetAsync("x", wrapped with { Ciphertext = changed }, "issuer", CancellationToken), other.CheckValue);
        await Refused(KeyStoreError.UnwrapFailed, async () => await tsm.UnwrapKeySetAsync("x", wrapped with { KeyLength = 16 }, "issuer", CancellationToken), "56");
        await Refused(KeyStoreError.NotFound, async () => await tsm.UnwrapKeySetAsync("x", wrapped, "nobody", CancellationToken));
        await Refused(KeyStoreError.AlreadyExists, async () => await tsm.UnwrapKeySetAsync("sd", wrapped, "issuer", CancellationToken));
    }

    [Fact]
    public async Task TestKeys_WhereTheyAreRefused_NeverComeIn()
    {
        await using var store = InMemory(refuseTestKeys: true);
        foreach (var key in (string[])[DefaultKey, DefaultKey + DefaultKey[..16], DefaultKey + DefaultKey, DefaultKey + "505152535455565758595A5B5C5D5E5F"])
        {
            var fresh = Convert.ToHexString(await store.NewDiversificationDataAsync(CancellationToken)).PadRight(key.Length, '7');
            await Refused(
                KeyStoreError.TestKeyRefused,
                async () => await store.ImportKeySetAsync(Reference, Convert.FromHexString(fresh + fresh + key), Diversification.None, false, CancellationToken));
        }

        await Refused(KeyStoreError.TestKeyRefused, async () => await store.ImportKeySetAsync(Reference, new byte[48], Diversification.None, testProfile: true, CancellationToken));
        await Refused(
            KeyStoreError.TestKeyRefused,
            async () => await store.ImportSecretKeyAsync("t", SecretKeyPurpose.Transport, Convert.FromHexString(DefaultKey), CancellationToken));
        Assert.Empty(await store.ListKeySetsAsync(CancellationToken));
        Assert.Empty(await store.ListSecretKeysAsync(CancellationToken));
        Assert.False(KnownTestKeys.IsKnown(new byte[16]));
        Assert.False(KnownTestKeys.IsKnown(Convert.FromHexString(DefaultKey).AsSpan(0, 8)));
    }

    [Fact]
    public async Task Dispose_EndsAllOperations()
    {
        var store = InMemory();
        await store.DisposeAsync();
        await store.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.ListKeySetsAsync(CancellationToken));
        await Assert.ThrowsAsync<ObjectDisposedException>(async () => await store.GenerateKeySetAsync(Reference, 16, Diversification.None, CancellationToken));
    }
}
