using System.Globalization;

namespace Tsms.VirtualCard.Tests.Fuzz;

/// <summary>How much is tried, and from which seed: TSMS_FUZZ_COUNT (default 10,000, one hundredth of a full run) and TSMS_FUZZ_SEED.</summary>
internal static class FuzzPlan
{
    public static int Count => Read("TSMS_FUZZ_COUNT", 10_000);

    public static int Seed => Read("TSMS_FUZZ_SEED", 20_260_101);

    private static int Read(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.None, CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
