using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.Tlv;
using Tsms.VirtualCard.Tests.CardManager;

namespace Tsms.VirtualCard.Tests.PublicCaps;

/// <summary>A new card with the issuer's domain open, onto which a test puts public CAP files the way a TSM does.</summary>
internal sealed class PublicCard : IDisposable
{
    private readonly SecureComponent _card;
    private readonly Host _host;
    private readonly CardMemory _empty;
    private readonly Stack<Aid> _content = new();
    private bool _issuerSelected;

    public PublicCard()
    {
        _card = Host.NewCard();
        _empty = _card.Memory;
        _host = new Host(_card);
        OpenIssuer();
    }

    public SecureComponent Card => _card;

    /// <summary>A card with one applet installed and selected.</summary>
    public static PublicCard With(PublicCap cap, string parameters = "", string? instance = null, int module = 0)
    {
        var card = new PublicCard();
        Assert.Equal("9000", card.Load(cap.File));
        var aid = instance is null ? cap.File.Applet!.Applets[module].Aid : Aid.Parse(instance);
        Assert.Equal("9000", card.Install(cap.File, cap.File.Applet!.Applets[module].Aid, parameters, aid));
        card.Select(aid);
        return card;
    }

    /// <summary>LOAD of a whole file; the status word of the first command that is refused.</summary>
    public string Load(CapFile cap)
    {
        var sw = _host.Send(Story.ForLoad(cap.Aid.ToString(), Story.Isd));
        foreach (var block in Blocks(BerTlvWriter.Encode(0xC4, cap.LoadFileDataBlock())))
        {
            if (sw[^4..] != "9000")
            {
                return sw[^4..];
            }

            sw = _host.Send(block);
        }

        if (sw[^4..] == "9000")
        {
            _content.Push(cap.Aid);
        }

        return sw[^4..];
    }

    /// <summary>INSTALL [for install and make selectable] with application specific parameters.</summary>
    public string Install(CapFile cap, Aid module, string parameters = "", Aid? instance = null, string privileges = "000000")
    {
        var aid = instance ?? module;
        if (!_issuerSelected)
        {
            OpenIssuer();
        }

        var sw = _host.Send(Story.Install(
            cap.Aid.ToString(), module.ToString(), aid.ToString(), "C9" + Story.Lv(parameters), privileges: privileges))[^4..];
        if (sw == "9000")
        {
            _content.Push(aid);
        }

        return sw;
    }

    /// <summary>SELECT by name; the answer with its status word.</summary>
    public string Select(Aid aid)
    {
        _issuerSelected = false;
        return Send($"00A40400{aid.Length:X2}{aid}00");
    }

    /// <summary>A command as it is.</summary>
    public string Send(string hex) => Convert.ToHexString(_card.Process(Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal))).Span);

    /// <summary>A command of header and data, with Le 00; asserts the status word and gives the answer's data.</summary>
    public byte[] Ask(string header, ReadOnlySpan<byte> data = default, string sw = "9000")
    {
        var answer = Send(data.IsEmpty ? header + "00" : $"{header}{data.Length:X2}{Convert.ToHexString(data)}00");
        Assert.Equal(sw, answer[^4..]);
        return Convert.FromHexString(answer[..^4]);
    }

    /// <summary>A command of header and data without Le; asserts the status word.</summary>
    public void Tell(string header, ReadOnlySpan<byte> data, string sw = "9000") =>
        Assert.Equal(sw, Send(data.IsEmpty ? header : $"{header}{data.Length:X2}{Convert.ToHexString(data)}")[^4..]);

    /// <summary>Takes the power away and gives it back.</summary>
    public void Reset() => _card.Reset();

    /// <summary>Deletes everything that was put onto the card, last first; the first thing that is left behind, or null.</summary>
    public string? Clear()
    {
        _card.Reset();
        OpenIssuer();
        while (_content.TryPop(out var aid))
        {
            if (_host.Send(Story.Delete(aid.ToString()))[^4..] is not "9000" and var sw)
            {
                return $"DELETE {aid} answers {sw}";
            }
        }

        return _card.Memory == _empty ? null : $"of {_empty} is left {_card.Memory}";
    }

    public void Dispose()
    {
        var left = Clear();
        _card.Dispose();
        Assert.Null(left);
    }

    // 256 blocks at most (GP Card Specification 2.3.1, 11.6.2): what short commands cannot hold goes in extended ones.
    private static IReadOnlyList<string> Blocks(byte[] loadFile) => loadFile.Length <= 200 * 256 ? Story.Blocks(loadFile, 200)
        : loadFile.Length <= 223 * 256 ? Story.Blocks(loadFile, 223)
        : [.. loadFile.Chunk(1000).Select((c, i) => $"80E8{(i == (loadFile.Length - 1) / 1000 ? "80" : "00")}{i:X2}00{c.Length:X4}{Convert.ToHexString(c)}0000")];

    private void OpenIssuer()
    {
        _issuerSelected = true;
        _host.Select(Story.Isd);
        Assert.Equal("9000", _host.Open(0x01));
    }
}
