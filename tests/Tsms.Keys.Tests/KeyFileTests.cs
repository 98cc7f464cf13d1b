using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Tsms.Keys.Tests;

public sealed class KeyFileTests : KeyStores
{
    private static readonly KeySetReference Reference = new("isd", 0x30);

    [Fact]
    public async Task Open_AfterClosing_FindsEverything()
    {
        byte[] publicKey;
        KeySetInfo made;
        await using (var store = await Open())
        {
            made = await store.GenerateKeySetAsync(Reference, 32, Diversification.Kdf3, CancellationToken);
            await store.GenerateKeySetAsync(new("ü/é", 0x7F), 16, Diversification.None, CancellationToken);
            await store.GenerateSecretKeyAsync("transport", SecretKeyPurpose.Transport, 32, CancellationToken);
            publicKey = await store.GenerateSigningKeyAsync("token", CancellationToken);
            await store.DeleteKeySetAsync(new("ü/é", 0x7F), CancellationToken);
        }

        await using var again = await Open();
        var found = Assert.Single(await again.ListKeySetsAsync(CancellationToken));
        Assert.Equal(made.CheckValues, found.CheckValues);
        Assert.Equal(Diversification.Kdf3, found.Diversification);
        Assert.Equal("transport", Assert.Single(await again.ListSecretKeysAsync(CancellationToken)).Name);
        Assert.Equal(publicKey, await again.FindSigningPublicKeyAsync("token", CancellationToken));
        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(FilePath));
        }
    }

    [Fact]
    public async Task File_HoldsNoKeyInClear()
    {
        await using (var store = await Open())
        {
            await store.ImportKeySetAsync(Reference, Three(DefaultKey), Diversification.None, testProfile: true, CancellationToken);
        }

        var bytes = await File.ReadAllBytesAsync(FilePath, CancellationToken);
        Assert.Equal(-1, bytes.AsSpan().IndexOf(Convert.FromHexString(DefaultKey)));
        Assert.Equal(-1, bytes.AsSpan().IndexOf("isd"u8));
    }

    [Fact]
    public async Task Open_WithAnotherPassphrase_IsToldApartFromDamage()
    {
        await (await Open()).DisposeAsync();
        await Refused(KeyStoreError.WrongPassphrase, async () => await Open("correct horsf"), FilePath);
        await Assert.ThrowsAsync<ArgumentException>(async () => await Open(""));
        await (await Open()).DisposeAsync(); // a failed attempt leaves no lock
    }

    [Fact]
    public async Task Open_OfAFileThatIsCutOrChangedAnywhere_IsRefused()
    {
        await (await Open()).DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(FilePath, CancellationToken);
        for (var at = 0; at < bytes.Length; at++)
        {
            var changed = bytes.ToArray();
            changed[at] ^= 0x01;
            await File.WriteAllBytesAsync(FilePath, changed, CancellationToken);
            await Refused(at is 8 or 9 && BinaryPrimitives.ReadUInt16BigEndian(changed.AsSpan(8)) > 1 ? KeyStoreError.NewerFormat : KeyStoreError.Damaged, async () => await Open());
            await File.WriteAllBytesAsync(FilePath, bytes.AsMemory(0, at), CancellationToken);
            await Refused(KeyStoreError.Damaged, async () => await Open());
        }
    }

    [Fact]
    public async Task Open_OfAFileForgedWithARightChecksum_IsRefused()
    {
        await (await Open()).DisposeAsync();
        var bytes = await File.ReadAllBytesAsync(FilePath, CancellationToken);

        async Task Forge(int at, KeyStoreError expected, params byte[] value)
        {
            var forged = bytes.ToArray();
            value.CopyTo(forged, at);
            SHA256.HashData(forged.AsSpan(0, forged.Length - 32), forged.AsSpan(forged.Length - 32));
            await File.WriteAllBytesAsync(FilePath, forged, CancellationToken);
            await Refused(expected, async () => await Open());
        }

        await Forge(8, KeyStoreError.NewerFormat, 0, 2);
        await Forge(10, KeyStoreError.Damaged, 0, 0, 0, 1); // fewer iterations than a key file may have
        await Forge(10, KeyStoreError.Damaged, 0x7F, 0xFF, 0xFF, 0xFF); // so many that opening would never end
        await Forge(14, KeyStoreError.WrongPassphrase, (byte)~bytes[14]); // salt
        await Forge(46, KeyStoreError.Damaged, (byte)~bytes[46]); // nonce
        await Forge(bytes.Length - 33, KeyStoreError.Damaged, (byte)~bytes[^33]); // tag
    }

    [Fact]
    public async Task Open_WhileAnotherHasIt_IsRefused()
    {
        await using var store = await Open();
        await Refused(KeyStoreError.InUse, async () => await Open(), ".lock");
    }

    [Fact]
    public async Task Open_WhereNothingCanBe_IsRefused()
    {
        await Refused(KeyStoreError.Unavailable, async () => await SoftwareKeyStore.OpenAsync(
            Path.Combine(FilePath, "missing", "keys"), "x".AsMemory(), Random, null, CancellationToken));
        await Assert.ThrowsAsync<ArgumentOutOfRangeException>(async () => await SoftwareKeyStore.OpenAsync(
            FilePath, "x".AsMemory(), Random, new() { Iterations = 1000 }, CancellationToken));
    }

    [Fact]
    public async Task Open_OfAFileWithTestKeys_IsRefusedInProduction()
    {
        await using (var store = await Open())
        {
            await store.ImportKeySetAsync(Reference, Three(DefaultKey), Diversification.None, testProfile: false, CancellationToken);
        }

        await Refused(KeyStoreError.TestKeyRefused, async () => await Open(refuseTestKeys: true), "isd (version 30)");
        await (await Open()).DisposeAsync();
    }

    [Fact]
    public async Task Change_ThatCannotBeWritten_ChangesNothing()
    {
        await using (var store = await Open())
        {
            await store.GenerateKeySetAsync(Reference, 16, Diversification.None, CancellationToken);
            Directory.CreateDirectory(FilePath + ".new"); // stands where the new file would be written
            await Refused(KeyStoreError.Unavailable, async () => await store.GenerateKeySetAsync(new("b", 1), 16, Diversification.None, CancellationToken), "nothing was changed");
            await Refused(KeyStoreError.Unavailable, async () => await store.DeleteKeySetAsync(Reference, CancellationToken));
            Assert.Single(await store.ListKeySetsAsync(CancellationToken));
            await store.GetScp03KeysAsync(Reference, default, CancellationToken);
            Directory.Delete(FilePath + ".new");
            await store.GenerateKeySetAsync(new("c", 1), 16, Diversification.None, CancellationToken);
        }

        await using var again = await Open();
        Assert.Equal(["c", "isd"], (await again.ListKeySetsAsync(CancellationToken)).Select(k => k.Reference.Name));
    }

    [Fact]
    public async Task Change_WhenCancelled_ChangesNothing()
    {
        await using var store = await Open();
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await store.GenerateKeySetAsync(Reference, 16, Diversification.None, cancelled.Token));
        Assert.Empty(await store.ListKeySetsAsync(CancellationToken));
    }
}
