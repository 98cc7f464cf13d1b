namespace Tsms.JavaCard.Tests.Building;

/// <summary>The CAPs of applets/, as built by a real converter.</summary>
internal static class SampleCap
{
    public static byte[] CarKey => Read("CarKey.cap");

    public static byte[] Vault => Read("Vault.cap");

    private static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "applets", name));
}
