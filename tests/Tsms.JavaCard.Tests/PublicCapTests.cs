using System.Security.Cryptography;
using Tsms.JavaCard.Components;

namespace Tsms.JavaCard.Tests;

/// <summary>Public CAP and IJC files of other people; the folder is named by the environment variable TSMS_CAPS.</summary>
public sealed class PublicCapTests
{
    public static TheoryData<string> Files =>
        Environment.GetEnvironmentVariable("TSMS_CAPS") is { Length: > 0 } folder
            ? [.. Directory.EnumerateFiles(folder).Where(IsCap).Order(StringComparer.Ordinal)]
            : [""];

    [Theory]
    [MemberData(nameof(Files))]
    public void Read_PublicFile_IsReadAndSurvivesTheWayThroughALoadFile(string path)
    {
        Assert.SkipWhen(path.Length == 0, "Name a folder with CAP files in TSMS_CAPS.");
        var cap = CapFile.Read(File.ReadAllBytes(path));

        var block = cap.LoadFileDataBlock(withDescriptor: true);
        var again = CapFile.FromLoadFile(block);
        Assert.Equal(block, again.LoadFileDataBlock(withDescriptor: true));
        Assert.Equal(cap.Aid, again.Aid);
        Assert.Equal(cap.LoadFileHash(HashAlgorithmName.SHA256), CapFile.FromLoadFile(cap.LoadFileDataBlock()).LoadFileHash(HashAlgorithmName.SHA256));
        Assert.DoesNotContain(again.RawComponents, raw => raw.Tag == ComponentTag.Debug);
    }

    private static bool IsCap(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CAP" or ".IJC";
}
