namespace Tsms.Backend.Profiles;

/// <summary>
/// Signs of a profile on a card; all that are given must be there. Patterns are hexadecimal digits with <c>?</c> for any digit. All signs are hints that a phone
/// passes on: they choose what is tried, the secure channel proves.
/// </summary>
internal sealed record MatchRule
{
    /// <summary>Length of the CPLC's head that says what the product is: IC fabricator, IC type, operating system id, release date and level, 2 bytes each (tag 9F7F).</summary>
    private const int CplcHeadDigits = 20;

    /// <summary>The whole answer to reset.</summary>
    public string? Atr { get; init; }

    /// <summary>The beginning of the CPLC data, without tag and length.</summary>
    public string? Cplc { get; init; }

    /// <summary>A part of the card data (tag 66).</summary>
    public string? CardData { get; init; }

    /// <summary>How many signs the rule asks for: a rule with more is the more exact one.</summary>
    public int Signs => (Atr is null ? 0 : 1) + (Cplc is null ? 0 : 1) + (CardData is null ? 0 : 1);

    /// <summary>Whether a card with these signs fits. Values are hexadecimal in any case, or null where the phone could not tell.</summary>
    public bool Fits(string? atr, string? cplc, string? cardData) =>
        (Atr is null || (atr is not null && atr.Length == Atr.Length && FitsAt(Atr, atr, 0)))
        && (Cplc is null || (cplc is not null && FitsAt(Cplc, WithoutHeader(cplc), 0)))
        && (CardData is null || (cardData is not null && FitsAnywhere(CardData, cardData)));

    /// <exception cref="FormatException">The rule has no sign, or one that is no pattern.</exception>
    public MatchRule Checked(string place)
    {
        if (Signs == 0)
        {
            throw new FormatException($"{place} has neither atr nor cplc nor cardData: one sign at least is needed.");
        }

        foreach (var pattern in new[] { Atr, Cplc, CardData }.OfType<string>())
        {
            if (pattern.Length == 0 || pattern.Length % 2 != 0 || !pattern.All(c => c == '?' || char.IsAsciiHexDigit(c)))
            {
                throw new FormatException($"'{pattern}' in {place} is not made of pairs of hexadecimal digits or question marks.");
            }
        }

        return this;
    }

    private static string WithoutHeader(string cplc) => cplc.StartsWith("9F7F", StringComparison.OrdinalIgnoreCase) && cplc.Length >= 6 + CplcHeadDigits ? cplc[6..] : cplc;

    private static bool FitsAnywhere(string pattern, string text)
    {
        for (var start = 0; start + pattern.Length <= text.Length; start += 2)
        {
            if (FitsAt(pattern, text, start))
            {
                return true;
            }
        }

        return false;
    }

    private static bool FitsAt(string pattern, string text, int start)
    {
        if (start + pattern.Length > text.Length)
        {
            return false;
        }

        for (var i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '?' && char.ToUpperInvariant(pattern[i]) != char.ToUpperInvariant(text[start + i]))
            {
                return false;
            }
        }

        return true;
    }
}
