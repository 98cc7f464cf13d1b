using System.Security.Cryptography;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Tests.Building;
using Tsms.SmartCard;

namespace Tsms.JavaCard.Tests;

public sealed class CapFileTests
{
    [Fact]
    public void Read_CarKey_TellsItsFacts()
    {
        var cap = CapFile.Read(SampleCap.CarKey);

        Assert.Equal(Aid.Parse("F054534D5301"), cap.Aid);
        Assert.Equal("1.0", cap.Version.ToString());
        Assert.Equal("2.1", cap.Header.Format.ToString());
        Assert.Equal("eu.tsms.carkey", cap.PackageName);
        Assert.False(cap.IsLibrary);
        Assert.False(cap.UsesInt);
        Assert.Equal(Aid.Parse("F054534D530101"), Assert.Single(cap.Applets).Aid);
        Assert.Equal(new JavaCardVersion(3, 0, 4), cap.RequiredJavaCard);
        Assert.Null(cap.RequiredGlobalPlatformApi);
        Assert.Equal(
            ["javacard.framework 1.5", "javacard.security 1.5", "java.lang 1.0"],
            cap.Import.Packages.Select(package => $"{WellKnownPackage.Find(package.Aid)!.Name} {package.Version}"));
        Assert.Equal(5, cap.StaticField.ArrayInits.Length);
        Assert.Equal(cap.LoadFileDataBlock().Length, cap.LoadFileSize);
    }

    [Fact]
    public void Read_Vault_ImportsTheGlobalPlatformApi()
    {
        var cap = CapFile.Read(SampleCap.Vault);

        Assert.Equal(new PackageVersion(1, 1), cap.RequiredGlobalPlatformApi);
        Assert.Contains(cap.Class.Classes, c => c.Interfaces.Any(i => i.Interface.IsExternal && cap.Import.Packages[i.Interface.PackageToken].Aid == WellKnownPackage.GlobalPlatform));
    }

    [Fact]
    public void LoadFileDataBlock_CarKey_HasTheHashesOfItsComponentsInLoadOrder()
    {
        // Computed with sha1sum and sha256sum over the unzipped components.
        var cap = CapFile.Read(SampleCap.CarKey);

        Assert.Equal("e055979177a157264a0e44193b7b1b47899b3b89", Convert.ToHexStringLower(cap.LoadFileHash(HashAlgorithmName.SHA1)));
        Assert.Equal("85c75c1dc176be153d1e51c38c278a0ee523e4aede439b88b0829c4ef4e1325e", Convert.ToHexStringLower(cap.LoadFileHash(HashAlgorithmName.SHA256)));
        Assert.Equal("76a741d4211c7c65a9c377fe0a25b90703ccc928f76d59fb46711b09ec2e86d1", Convert.ToHexStringLower(cap.LoadFileHash(HashAlgorithmName.SHA256, withDescriptor: true)));
    }

    [Fact]
    public void LoadFileDataBlock_HandMade_StandsInLoadOrderWithoutDebug()
    {
        var builder = new CapBuilder(2).With(ComponentTag.Descriptor, DescriptorTests.Info).With(ComponentTag.Debug, DebugTests.Info);
        var cap = CapFile.Read(builder.Jar());

        Assert.Equal([1, 2, 4, 3, 6, 7, 8, 5, 9], CapFile.FromLoadFile(cap.LoadFileDataBlock()).RawComponents.Select(raw => (int)raw.Tag));
        Assert.Equal([1, 2, 4, 3, 6, 7, 8, 5, 9, 11], CapFile.FromLoadFile(cap.LoadFileDataBlock(withDescriptor: true)).RawComponents.Select(raw => (int)raw.Tag));
        Assert.Equal([1, 2, 4, 3, 6, 7, 8, 5, 9, 11, 12], cap.RawComponents.Select(raw => (int)raw.Tag));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Read_HandMade_JarAndLoadFileSayTheSame(byte minor)
    {
        var builder = new CapBuilder(minor);
        var jar = CapFile.Read(builder.Jar());
        var file = CapFile.Read(builder.LoadFile());

        Assert.Equal(builder.LoadFile(), jar.LoadFileDataBlock());
        Assert.Equal(builder.LoadFile(), file.LoadFileDataBlock());
        Assert.Equal("eu.example", jar.PackageName);
        Assert.Null(file.PackageName);
    }

    [Fact]
    public void TryRead_SomethingElse_SaysWhy()
    {
        Assert.False(CapFile.TryRead("MZ.."u8.ToArray(), out var cap, out var error));
        Assert.Null(cap);
        Assert.Equal((CapRule.NotACap, "CAP", 0), (error.Rule, error.Component, error.Offset));
        Assert.True(CapFile.TryRead(SampleCap.CarKey, out cap, out error));
        Assert.NotNull(cap);
        Assert.Null(error);
    }

    [Fact]
    public void ListMethods_WithoutDescriptor_FindsThoseThatOthersPointTo()
    {
        var cap = CapFile.Read(SampleCap.Vault);
        var bare = CapFile.FromLoadFile(cap.LoadFileDataBlock());

        Assert.Null(bare.Descriptor);
        var all = cap.ListMethods().ToDictionary(method => method.Location, method => method.Length);
        Assert.InRange(bare.ListMethods().Length, all.Count - 2, all.Count);
        Assert.All(bare.ListMethods(), method => Assert.True(method.Length >= all[method.Location]));
        Assert.Equal(cap.ListMethods()[^1].EndOffset, bare.ListMethods()[^1].EndOffset);
    }

    [Fact]
    public void Read_AppletWithAnotherRidThanItsPackage_IsRead()
    {
        // JCVM 6.6 wants one RID, and the verifier says so; payment environments (1PAY.SYS.DDF01) have none of anybody, and cards take them.
        var cap = CapFile.Read(new CapBuilder().With(ComponentTag.Applet, "01 07F0000001AA0101 0001").LoadFile());
        Assert.Equal("F0000001AA0101", Assert.Single(cap.Applet!.Applets).Aid.ToString());
    }
}
