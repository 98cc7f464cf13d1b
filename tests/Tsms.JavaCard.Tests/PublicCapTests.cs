using System.Security.Cryptography;
using Tsms.JavaCard.Bytecode;
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

    [Theory]
    [MemberData(nameof(Files))]
    public void ListMethods_PublicFile_EveryMethodIsWholeInstructionsAndNamesEveryReferenceLocation(string path)
    {
        Assert.SkipWhen(path.Length == 0, "Name a folder with CAP files in TSMS_CAPS.");
        var cap = CapFile.Read(File.ReadAllBytes(path));
        Assert.SkipWhen(cap.Descriptor is null, "Without a Descriptor component the ends of methods are not known.");

        var instructions = cap.ListMethods().SelectMany(method => method.Instructions()).ToList();
        var indices = instructions.Where(instruction => instruction.ConstantPoolIndex is not null).ToList();
        var catches = cap.Method.Blocks[0].Handlers.Count(handler => handler.CatchTypeIndex != 0);
        Assert.Equal(cap.ReferenceLocation.Blocks[0].ByteIndices, indices.Where(i => i.Info.Operands == OperandLayout.Index1).Select(i => i.Offset + 1));
        Assert.Equal(cap.ReferenceLocation.Blocks[0].Byte2Indices.Length - catches, indices.Count(i => i.Info.Operands != OperandLayout.Index1));
    }

    private static bool IsCap(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CAP" or ".IJC";
}
