using System.Globalization;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>How much is tried, from which seed, and from which number on: TSMS_FUZZ_COUNT (default 1,000, one hundredth of a full run), TSMS_FUZZ_SEED, TSMS_FUZZ_FIRST.</summary>
internal static class FuzzPlan
{
    public static int Count => Read("TSMS_FUZZ_COUNT", 1000);

    public static int Seed => Read("TSMS_FUZZ_SEED", 20_260_101);

    /// <summary>Number of the first input: what broke a target is tried again by itself.</summary>
    public static int First => Read("TSMS_FUZZ_FIRST", 0);

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}

/// <summary>Fuzzing measures memory and waits, so nothing else runs beside it.</summary>
[CollectionDefinition("Fuzz", DisableParallelization = true)]
public sealed class FuzzCollection;
