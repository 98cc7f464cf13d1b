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

        for (var block = 0; block < cap.Method.Blocks.Length; block++)
        {
            var indices = cap.ListMethods().Where(method => method.Location.Block == block).SelectMany(method => method.Instructions())
                .Where(instruction => instruction.ConstantPoolIndex is not null).ToLookup(instruction => instruction.Info.Operands == OperandLayout.Index1);
            var catches = cap.Method.Blocks[block].Handlers.Count(handler => handler.CatchTypeIndex != 0);
            var stated = cap.ReferenceLocation.Blocks[block];
            Assert.Equal(stated.ByteIndices, indices[true].Select(instruction => instruction.Offset + 1));
            Assert.Equal(stated.Byte2Indices.Length - catches, indices[false].Count());
        }
    }

    private static bool IsCap(string path) => Path.GetExtension(path).ToUpperInvariant() is ".CAP" or ".IJC";
}
