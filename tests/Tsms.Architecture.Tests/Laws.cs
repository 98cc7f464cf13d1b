namespace Tsms.Architecture.Tests;

internal static class Laws
{
    /// <summary>Fails with every breach on a line of its own.</summary>
    public static void Hold(IEnumerable<string> breaches)
    {
        var all = breaches.Distinct().ToArray();
        Assert.True(all.Length == 0, string.Join('\n', all));
    }
}
