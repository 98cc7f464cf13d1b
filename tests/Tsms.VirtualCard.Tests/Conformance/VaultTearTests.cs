using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Tests.Runtime;

namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>The sample Vault, whose every change is one transaction: the power is cut at each write of a command, and its data are those before or after.</summary>
public sealed class VaultTearTests(ITestOutputHelper output)
{
    private const string Verify = "802000000431323334";
    private static readonly Aid Vault = Aid.Parse("F054534D530201");
    private static readonly byte[] Image = Make();

    [Theory]
    [InlineData("80E00000051122334455")] // CREATE
    [InlineData("80DC010004AABBCCDD")] // UPDATE with more
    [InlineData("80DC020001EE")] // UPDATE with less
    [InlineData("80E4010000")] // DELETE
    [InlineData("802400000B0431323334053535353535")] // CHANGE PIN
    [InlineData("802000000439393939")] // VERIFY of a wrong PIN: a try less
    public void Command_PowerCutAtEachWrite_IsBeforeOrAfter(string command)
    {
        var reference = Ready();
        var before = State(reference);
        reference = Ready();
        var first = reference.Persistent.Writes;
        reference.Send(Vault, command);
        var writes = reference.Persistent.Writes - first;
        var after = State(reference);
        Assert.InRange(writes, 1, 500);
        Assert.NotEqual(before, after);
        for (var write = 1L; write <= writes; write++)
        {
            var card = Ready();
            card.Persistent.CutAt = card.Persistent.Writes + write;
            Assert.Throws<PowerLost>(() => card.Send(Vault, command));
            card.Persistent.CutAt = null;
            card.Runtime.Reset();
            var state = State(card);
            if (command.StartsWith("8024", StringComparison.Ordinal))
            {
                // The old PIN is presented first: its try counts before it is compared, whatever happens then (OwnerPIN.check of the API).
                state = state.Replace("01000102", "01000103", StringComparison.Ordinal);
            }

            Assert.True(state == before || state == after, $"{command}, cut at write {write} of {writes}:\n{before}\n{state}\n{after}");
        }

        output.WriteLine($"{command}: {writes} cuts");
    }

    private static TestCard Ready()
    {
        var card = TestCard.Restore(Image);
        card.Select(Vault);
        Assert.Equal("9000", card.Send(Vault, Verify));
        return card;
    }

    // What a host sees: information before a PIN is verified, then by the old or the new PIN all records.
    private static string State(TestCard card)
    {
        card.Runtime.Reset();
        card.Select(Vault);
        List<string> seen = [card.Send(Vault, "80CA000000")];
        var pin = card.Send(Vault, Verify);
        seen.Add(pin);
        if (pin != "9000")
        {
            seen.Add(card.Send(Vault, "80200000053535353535"));
        }

        seen.AddRange([card.Send(Vault, "8036000000"), .. Enumerable.Range(1, 8).Select(i => card.Send(Vault, $"80B2{i:X2}0000"))]);
        return string.Join(' ', seen);
    }

    private static byte[] Make()
    {
        var card = new TestCard();
        var cap = TestFiles.Applet("Vault");
        card.Runtime.Load(cap);
        card.Install(cap, Vault);
        Assert.Empty(card.Runtime.ProcessData(Vault, Convert.FromHexString("80E288000701010431323334"))!);
        card.Select(Vault);
        Assert.Equal("9000", card.Send(Vault, Verify));
        Assert.Equal("019000", card.Send(Vault, "80E00000020102"));
        Assert.Equal("029000", card.Send(Vault, "80E00000080102030405060708"));
        card.Runtime.Reset();
        return card.Runtime.Save();
    }
}
