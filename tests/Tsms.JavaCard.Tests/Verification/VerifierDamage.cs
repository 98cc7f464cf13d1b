using System.Globalization;
using Tsms.JavaCard.Assembling;
using Tsms.JavaCard.Components;
using Tsms.JavaCard.Verification;

namespace Tsms.JavaCard.Tests.Verification;

/// <summary>One byte of a valid package exchanged: damage.txt, on the package of library.txt.</summary>
public sealed class VerifierDamage
{
    private static readonly string Folder = Path.Combine(AppContext.BaseDirectory, "Verification");
    private static readonly CapFile Library = CapAssembler.Assemble(File.ReadAllText(Path.Combine(Folder, "library.txt")));

    public static TheoryData<string> Lines => [.. File.ReadAllLines(Path.Combine(Folder, "damage.txt")).Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Lines))]
    public void Verify_OneByteExchanged_NamesTheRule(string line)
    {
        var words = line.Split(' ');
        var tag = Enum.Parse<ComponentTag>(words[0]);
        var offset = int.Parse(words[1], CultureInfo.InvariantCulture);
        var file = CapFile.LoadOrder.Select(Library.Find).OfType<RawComponent>().SelectMany(raw =>
        {
            var bytes = raw.Bytes.ToArray();
            if (raw.Tag == tag)
            {
                bytes[offset] = Convert.FromHexString(words[2])[0];
            }

            return bytes;
        });
        var rules = CapVerifier.Verify((byte[])[.. file]).Findings.Select(f => f.Rule.ToString()).Distinct().ToList();
        if (words[3] == "Good")
        {
            Assert.Empty(rules);
        }
        else
        {
            Assert.Contains(words[3], rules);
        }
    }
}
