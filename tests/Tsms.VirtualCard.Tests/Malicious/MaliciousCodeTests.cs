using CsCheck;
using Tsms.JavaCard;
using Tsms.JavaCard.Components;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.Tests.Conformance;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.Malicious;

/// <summary>Code that no compiler makes, on a machine that verifies nothing: the firewall holds, and the card goes on.</summary>
public sealed class MaliciousCodeTests
{
    private static readonly Dictionary<string, string> Attacks = Read();

    public static TheoryData<string> Names => [.. Attacks.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void Attack_OnAnotherApplet_GetsNothing(string name)
    {
        var card = new MaliciousCard();
        var answer = card.Attack(Attacks[name]);
        for (var i = 0; i < MaliciousCard.Secret.Length; i += 4)
        {
            Assert.DoesNotContain(MaliciousCard.Secret[i..(i + 4)], answer, StringComparison.Ordinal);
        }

        // The buffer begins with the command's class, 80; what a forged reference reads would stand there.
        Assert.False(answer.StartsWith(MaliciousCard.Secret[..2], StringComparison.Ordinal), answer);
    }

    [Fact]
    public void Load_OfChangedMethods_LeavesTheVictimAlone()
    {
        var packages = ConformanceCard.Packages.Take(3).Select(ConformanceCard.Package).ToArray();
        var file = packages[2].LoadFileDataBlock();
        var method = packages[2].Find(ComponentTag.Method)!;
        var start = file.AsSpan().IndexOf(method.Bytes.Span) + method.InfoOffset;
        Gen.Select(Gen.Int[0, method.Info.Length - 1], Gen.Byte).Array[1, 6].Sample(
            changes =>
            {
                var changed = (byte[])file.Clone();
                Array.ForEach(changes, change => changed[start + change.Item1] = change.Item2);
                var card = new MaliciousCard(byteCodes: 20_000);
                card.Card.Runtime.Load(packages[0]);
                card.Card.Runtime.Load(packages[1]);
                card.Card.Install(packages[1], packages[1].Applets[0].Aid);
                Run(card.Card, changed);
                card.LookAfterTheVictim();
            },
            iter: 400);
    }

    private static void Run(TestCard card, byte[] file)
    {
        try
        {
            var cap = CapFile.FromLoadFile(file);
            card.Runtime.Load(cap);
            var module = cap.Applets[0].Aid;
            card.Install(cap, module);
            card.Runtime.Select(module, 0, alreadyActiveElsewhere: false);
            foreach (var command in (string[])["8010600000", "8010200000", "8012000000", "8020001100", "8002000000", "8022000000", "8026000000", "8027000000", "8031010000", "8001020100"])
            {
                Assert.True(card.Send(module, command).Length >= 4);
            }

            card.Runtime.Deselect(module, 0, stillActiveElsewhere: false);
        }
        catch (Exception e) when (e is CapFormatException or CardFault)
        {
            // Refused by the reader, by the linker or in install.
        }
    }

    private static Dictionary<string, string> Read() => File.ReadAllText(Path.Combine(TestFiles.Root, "tests", "Tsms.VirtualCard.Tests", "Malicious", "attacks.txt"))
        .Split("\n-- ").Skip(1).ToDictionary(a => a[..a.IndexOf('\n', StringComparison.Ordinal)], a => a[a.IndexOf('\n', StringComparison.Ordinal)..]);
}
