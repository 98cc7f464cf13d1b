using System.Collections.Concurrent;
using System.Globalization;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Linking;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Profiles;

namespace Tsms.VirtualCard.CardManager;

/// <summary>What a card profile means to the Java Card machine.</summary>
internal static class MachineSetting
{
    // Libraries never change once they are made, so cards of the same make share one: most of what an idle card would hold is in there.
    private static readonly ConcurrentDictionary<string, ApiLibrary> Libraries = new(StringComparer.Ordinal);

    /// <summary>Sizes of memory.</summary>
    public static MachineLimits Limits(CardProfile profile) => new()
    {
        PersistentBytes = profile.PersistentMemory,
        TransientResetBytes = profile.ResetMemory,
        TransientDeselectBytes = profile.DeselectMemory,
        CommitCapacity = profile.CommitCapacity,
        ApduBufferBytes = profile.ApduBuffer,
        VerifiesCode = profile.VerifiesCode,
        SpeaksT0 = profile.SpeaksT0,
        StackWords = profile.StackWords,
        Frames = profile.Frames,
        Objects = Math.Clamp(profile.PersistentMemory / 16, 1000, 65_000),
    };

    /// <summary>Packages and algorithms.</summary>
    /// <exception cref="FormatException">The profile names a version or an algorithm that is none.</exception>
    public static ApiLibrary Library(CardProfile profile) =>
        Libraries.GetOrAdd($"{profile.JavaCardVersion}|{string.Join('|', profile.WithoutAlgorithms.Order(StringComparer.Ordinal))}", _ => MakeLibrary(profile));

    private static ApiLibrary MakeLibrary(CardProfile profile)
    {
        var api = profile.JavaCardVersion switch
        {
            "3.0.1" => ApiProfile.JavaCard301,
            "3.0.4" => ApiProfile.JavaCard304,
            "3.0.5" => ApiProfile.JavaCard305,
            "3.1" or "3.1.0" or "3.2" or "3.2.0" => ApiProfile.JavaCard32,
            _ => throw new FormatException($"Profile '{profile.Name}': 'javaCardVersion' {profile.JavaCardVersion} is none of 3.0.1, 3.0.4, 3.0.5, 3.1.0, 3.2.0."),
        };
        return CardApi.Create(api with { Missing = profile.WithoutAlgorithms.Select(name => Algorithm(profile, name)).ToHashSet() });
    }

    private static (AlgorithmKind Kind, byte Code) Algorithm(CardProfile profile, string name)
    {
        var parts = name.Split(' ');
        return parts.Length == 2 && Enum.TryParse<AlgorithmKind>(parts[0], out var kind) && Enum.IsDefined(kind)
            && byte.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var code)
            ? (kind, code)
            : throw new FormatException($"Profile '{profile.Name}': 'withoutAlgorithms' holds '{name}'; it is a family and a constant, for instance 'Cipher 14'.");
    }
}
