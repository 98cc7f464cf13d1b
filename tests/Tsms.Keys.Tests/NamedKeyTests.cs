using System.Security.Cryptography;

namespace Tsms.Keys.Tests;

public sealed class NamedKeyTests : KeyStores
{
    // RFC 4231, 4.7 has a longer key than the store takes; this is 4.4, test case 3, with its 20-byte key
    [Fact]
    public async Task ComputeMac_OfRfc4231_GivesThePublishedMac()
    {
        await using var store = InMemory();
        await store.ImportSecretKeyAsync("journal", SecretKeyPurpose.Mac, Enumerable.Repeat((byte)0xAA, 20).ToArray(), CancellationToken);
        var mac = await store.ComputeMacAsync("journal", Enumerable.Repeat((byte)0xDD, 50).ToArray(), CancellationToken);
        Assert.Equal("773EA91E36800E46854DB8EBD09181A72959098B3EF8C122D9635514CED565FE", Convert.ToHexString(mac));
    }

    [Fact]
    public async Task SecretKeys_ForAnotherPurposeMissingOrDouble_AreRefused()
    {
        await using var store = InMemory();
        await store.GenerateSecretKeyAsync("t", SecretKeyPurpose.Transport, 16, CancellationToken);
        await Refused(KeyStoreError.NotFound, async () => await store.ComputeMacAsync("t", default, CancellationToken), "purpose Mac");
        await Refused(KeyStoreError.AlreadyExists, async () => await store.GenerateSecretKeyAsync("t", SecretKeyPurpose.Mac, 32, CancellationToken));
        await Refused(KeyStoreError.NotFound, async () => await store.DeleteSecretKeyAsync("u", CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateSecretKeyAsync("x", SecretKeyPurpose.Transport, 17, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateSecretKeyAsync("x", SecretKeyPurpose.Mac, 65, CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.GenerateSecretKeyAsync("x", (SecretKeyPurpose)7, 32, CancellationToken));
        await store.DeleteSecretKeyAsync("t", CancellationToken);
        Assert.Empty(await store.ListSecretKeysAsync(CancellationToken));
    }

    [Fact]
    public async Task Sign_InBothForms_VerifiesWithThePublicKey()
    {
        await using var store = InMemory();
        var publicKey = await store.GenerateSigningKeyAsync("token", CancellationToken);
        Assert.Equal(publicKey, await store.FindSigningPublicKeyAsync("token", CancellationToken));
        using var verifier = ECDsa.Create();
        verifier.ImportSubjectPublicKeyInfo(publicKey, out _);
        Assert.Equal("1.2.840.10045.3.1.7", verifier.ExportParameters(false).Curve.Oid.Value);
        byte[] data = [1, 2, 3];
        var raw = await store.SignAsync("token", data, SignatureFormat.Raw, CancellationToken);
        Assert.Equal(64, raw.Length);
        Assert.True(verifier.VerifyData(data, raw, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
        var der = await store.SignAsync("token", data, SignatureFormat.Der, CancellationToken);
        Assert.True(verifier.VerifyData(data, der, HashAlgorithmName.SHA256, DSASignatureFormat.Rfc3279DerSequence));
        Assert.False(verifier.VerifyData((byte[])[1, 2, 4], raw, HashAlgorithmName.SHA256, DSASignatureFormat.IeeeP1363FixedFieldConcatenation));
    }

    [Fact]
    public async Task SigningKeys_MissingOrDouble_AreRefused()
    {
        await using var store = InMemory();
        Assert.Null(await store.FindSigningPublicKeyAsync("a", CancellationToken));
        await Refused(KeyStoreError.NotFound, async () => await store.SignAsync("a", default, SignatureFormat.Raw, CancellationToken));
        await Refused(KeyStoreError.NotFound, async () => await store.DeleteSigningKeyAsync("a", CancellationToken));
        await store.GenerateSigningKeyAsync("a", CancellationToken);
        await Refused(KeyStoreError.AlreadyExists, async () => await store.GenerateSigningKeyAsync("a", CancellationToken));
        await Assert.ThrowsAnyAsync<ArgumentException>(async () => await store.SignAsync("a", default, (SignatureFormat)5, CancellationToken));
        await store.DeleteSigningKeyAsync("a", CancellationToken);
    }
}
