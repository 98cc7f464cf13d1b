namespace Tsms.VirtualCard.Tests.Conformance;

/// <summary>Every access rule of JCRE 3.0.5, 6.2.8, tried by the client against the server; 5EC0: SecurityException.</summary>
public sealed class FirewallConformanceTests
{
    public static TheoryData<int, string> Rules
    {
        get
        {
            var data = new TheoryData<int, string>();
            void Add(string expected, params ReadOnlySpan<int> rules)
            {
                foreach (var rule in rules)
                {
                    data.Add(rule, expected);
                }
            }

            // 6.2.8.1 static fields: no check but for what must not be kept
            Add("004D", 0x10);
            Add("5EC0", 0x11, 0x12);
            Add("0001", 0x13, 0x14);

            // 6.2.8.2 arrays of others, of the card, one's own
            Add("5EC0", 0x20, 0x21, 0x22, 0x23, 0x24, 0x25, 0x26, 0x27, 0x28, 0x29, 0x2A, 0x2B, 0x2F, 0x30, 0x32, 0x33);
            Add("0001", 0x2C, 0x2E);
            Add("0042", 0x2D);
            Add("0009", 0x31);
            Add("0005", 0x34);

            // 6.2.8.3 fields
            Add("5EC0", 0x40, 0x41, 0x42, 0x43, 0x44, 0x45, 0x46, 0x47, 0x48, 0x49);
            Add("0001", 0x4A, 0x4B);

            // 6.2.8.4 virtual methods
            Add("5EC0", 0x50, 0x53, 0x54);
            Add("0001", 0x51);
            Add("0000", 0x52);

            // 6.2.8.5 and 6.2.8.6 methods of interfaces
            Add("5EC0", 0x58, 0x61, 0x63);
            Add("0029", 0x59);
            Add("002A", 0x60);
            Add("0055", 0x62);
            Add("0001", 0x64, 0x65, 0x66);
            Add("[6F00]", 0x67); // SystemException ILLEGAL_TRANSIENT

            // 6.2.8.7 exceptions
            Add("5EC0", 0x68);
            Add("[6A78]", 0x69);
            Add("[6A79]", 0x6A);
            Add("6A7A", 0x6B);
            Add("0A7B", 0x6C);

            // 6.2.8.8 to 6.2.8.10 casts
            Add("5EC0", 0x70, 0x71, 0x72, 0x73, 0x7A);
            Add("0001", 0x74, 0x75, 0x79);
            Add("0003", 0x78);

            // 6.2.8.11 methods of arrays
            Add("0001", 0x7C);
            Add("5EC0", 0x7D);
            Add("0000", 0x7E);
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Rules))]
    public void Access_ByARule_IsAllowedOrRefused(int rule, string expected)
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal(expected, card.Probe(0x10, rule));
        Assert.Null(card.Card.LastFault);
    }

    [Theory]
    [InlineData("80010000", "6F00")] // the server keeps the APDU buffer
    [InlineData("80020000", "6F00")] // the APDU
    [InlineData("80030000", "9000")] // its own array
    public void Store_OfATemporaryObject_IsRefused(string command, string expected)
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Server);
        Assert.Equal(expected, card.Send(command));
    }

    [Theory]
    [InlineData(1, "0001")]
    [InlineData(2, "0000")] // the server throws
    [InlineData(3, "0000")] // the server has none
    public void GetShareable_ByParameter_IsTheServersWord(int parameter, string expected)
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal(expected, card.Probe(0x11, parameter));
    }

    [Fact]
    public void ShareableMethods_OfAServerActiveElsewhere_AreRefused()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("0000", card.Probe(0x33));
        Assert.Equal("019000", card.Send("0070000001"));
        Assert.Equal("9000", card.Select(ConformanceCard.Server, 1));
        Assert.Equal("5EC0", card.Probe(0x11, 1)); // JCSystem.getAppletShareableInterfaceObject itself (6.2.7.2)
        Assert.Equal("5EC0", card.Probe(0x11, 3)); // whatever the server would have said
        Assert.Equal("5EC0", card.Probe(0x10, 0x60));
        Assert.Equal("0001", card.Probe(0x33));
        Assert.Equal("9000", card.Send("00708001"));
        Assert.Equal("002A", card.Probe(0x10, 0x60));
        Assert.Equal("0000", card.Probe(0x11, 3));
    }

    [Fact]
    public void Packages_OfThreeFormats_UseEachOther()
    {
        using var card = new ConformanceCard();
        card.Select(ConformanceCard.Client);
        Assert.Equal("98B1", card.Probe(0x12));
    }
}
