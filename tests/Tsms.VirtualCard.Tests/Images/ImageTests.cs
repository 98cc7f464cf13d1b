using System.Security.Cryptography;
using CsCheck;
using Tsms.VirtualCard.Images;
using Tsms.VirtualCard.Profiles;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.Images;

public sealed class ImageTests
{
    [Fact]
    public void Restore_SavedCard_IsTheSameAndGoesOnTheSame()
    {
        using var card = WithVault();
        var image = card.Save();
        Assert.Equal(image, card.Save());
        using var copy = SecureComponent.Restore(image);
        Assert.Equal(image, copy.Save());
        Assert.Equal(card.Memory, copy.Memory);

        card.Reset();
        copy.Reset();
        foreach (var one in new[] { card, copy })
        {
            var host = new Host(one);
            Story.Tsm(host);
            Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, "F054534D53020102")));
            Assert.EndsWith("9000", host.Select("F054534D53020102"), StringComparison.Ordinal);
        }

        Assert.Equal(card.Save(), copy.Save());
    }

    [Fact]
    public void Create_SameSeed_MakesTheSameCardAndOtherSeedsOthers()
    {
        using var first = Host.NewCard("uicc-sja2");
        using var second = Host.NewCard("uicc-sja2");
        const string initialize = "8050000008010203040506070800";
        Assert.Equal(new Host(first).Raw(initialize), new Host(second).Raw(initialize));

        using var keys = new CardPersonalization(0x30, Host.TestKeys, Host.TestKeys, Host.TestKeys);
        using var other = SecureComponent.Create(CardProfiles.Find("uicc-sja2"), keys, Enumerable.Repeat((byte)9, 16).ToArray());
        other.Reset();
        Assert.NotEqual(new Host(first).Raw(initialize)[..50], new Host(other).Raw(initialize)[..50]);
    }

    [Fact]
    public void Restore_AnyByteChangedOrCut_IsAFormatError()
    {
        using var card = Host.NewCard();
        var image = card.Save();
        Gen.Int[0, image.Length - 1].Sample(at =>
        {
            var bad = image.ToArray();
            bad[at] ^= 0x41;
            Assert.Throws<FormatException>(() => SecureComponent.Restore(bad));
            Assert.Throws<FormatException>(() => SecureComponent.Restore(image.AsMemory(0, at)));
        }, iter: 200);
    }

    [Fact]
    public void Restore_DamagedInsideButWithARightHash_IsAFormatErrorOrACard()
    {
        using var card = WithVault();
        var body = card.Save()[8..^32];
        Gen.Select(Gen.Int[0, body.Length - 1], Gen.Byte).Sample(t =>
        {
            var bad = body.ToArray();
            bad[t.Item1] = t.Item2;
            byte[] image = [.. "TSMSCARD"u8, .. bad, .. SHA256.HashData(bad)];
            try
            {
                using var restored = SecureComponent.Restore(image);
                restored.Reset();
                new Host(restored).Raw("00A4040000");
            }
            catch (FormatException)
            {
            }
        }, iter: 5_000);
    }

    [Fact]
    public void CardStore_SaveAndLoad_KeepsTheCardAndReplacesTheFileWhole()
    {
        var folder = Directory.CreateTempSubdirectory("tsms-card");
        try
        {
            var store = new CardStore(Path.Combine(folder.FullName, "card.image"));
            Assert.False(store.Exists);
            using var card = Host.NewCard();
            store.Save(card);
            using var copy = store.Load();
            Assert.Equal(card.Save(), copy.Save());

            // What an interrupted save left behind does not matter.
            File.WriteAllBytes(store.Path + ".new", [1, 2, 3]);
            using var again = store.Load();
            store.Save(again);
            Assert.Single(folder.GetFiles());
            if (!OperatingSystem.IsWindows())
            {
                Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(store.Path));
            }

            File.WriteAllBytes(store.Path, [1, 2, 3]);
            Assert.Throws<FormatException>(store.Load);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void CardStore_Held_KeepsOthersOffUntilItIsLetGo()
    {
        var folder = Directory.CreateTempSubdirectory("tsms-card");
        try
        {
            var store = new CardStore(Path.Combine(folder.FullName, "card.image"));
            using (store.Hold())
            {
                var e = Assert.Throws<IOException>(() => new CardStore(store.Path).Hold());
                Assert.Contains($"'{store.Path}' is in use by another process", e.Message, StringComparison.Ordinal);
            }

            Assert.Empty(folder.GetFiles());

            // What a killed process leaves locks nothing.
            File.WriteAllBytes(store.Path + ".lock", []);
            store.Hold().Dispose();
            Assert.Throws<DirectoryNotFoundException>(() => new CardStore(Path.Combine(folder.FullName, "nowhere", "card.image")).Hold());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void CardStore_SaveThatFails_LeavesNothingBehind()
    {
        var folder = Directory.CreateTempSubdirectory("tsms-card");
        try
        {
            var store = new CardStore(Path.Combine(folder.FullName, "card.image"));
            using var card = Host.NewCard();
            Directory.CreateDirectory(store.Path);
            Assert.ThrowsAny<IOException>(() => store.Save(card));
            Assert.Empty(folder.GetFiles());
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public void Create_WhatDoesNotFit_IsTold()
    {
        var profile = CardProfiles.Find(CardProfiles.Reference);
        using var keys = new CardPersonalization(0x30, new byte[32], new byte[32], new byte[32]);
        Assert.Contains("16 bytes", Assert.Throws<ArgumentException>(() => SecureComponent.Create(profile, keys, new byte[16])).Message, StringComparison.Ordinal);
        Assert.Contains("seed", Assert.Throws<ArgumentException>(() => SecureComponent.Create(profile, keys, new byte[15])).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new CardPersonalization(0, new byte[16], new byte[16], new byte[16]));
        Assert.Throws<ArgumentException>(() => new CardPersonalization(1, new byte[16], new byte[16], new byte[24]));
        using var small = new CardPersonalization(0x30, new byte[16], new byte[16], new byte[16]);
        Assert.Contains("'00'", Assert.Throws<FormatException>(() => SecureComponent.Create(profile with { AccessRules = ["00"] }, small, new byte[16])).Message, StringComparison.Ordinal);
        Assert.Contains("2.1.1", Assert.Throws<FormatException>(() => SecureComponent.Create(profile with { JavaCardVersion = "2.1.1" }, small, new byte[16])).Message, StringComparison.Ordinal);
    }

    private static SecureComponent WithVault()
    {
        var card = Host.NewCard();
        var host = Story.WithDomains(card);
        Story.LoadAll(host, "Vault", Story.VaultPackage, Story.ServiceSd);
        Assert.Equal("009000", host.Send(Story.Install(Story.VaultPackage, Story.VaultModule, Story.Vault)));
        return card;
    }
}
