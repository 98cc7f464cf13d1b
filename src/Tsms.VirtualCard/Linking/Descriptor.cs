namespace Tsms.VirtualCard.Linking;

/// <summary>Counts the words of a method descriptor such as <c>([BSI)Z</c>.</summary>
internal static class Descriptor
{
    /// <summary>Words of the arguments without <c>this</c>, and of the result.</summary>
    /// <exception cref="FormatException">The text is no descriptor.</exception>
    public static (int Arguments, int Result) Measure(string descriptor)
    {
        if (descriptor.Length < 3 || descriptor[0] != '(')
        {
            throw new FormatException($"'{descriptor}' is no method descriptor: it begins with '('.");
        }

        var at = 1;
        var arguments = 0;
        while (at < descriptor.Length && descriptor[at] != ')')
        {
            arguments += Type(descriptor, ref at);
        }

        at++;
        var result = Type(descriptor, ref at);
        return at == descriptor.Length ? (arguments, result) : throw new FormatException($"'{descriptor}' goes on after its result.");
    }

    /// <summary>The types of the arguments, one after the other.</summary>
    /// <exception cref="FormatException">The text is no descriptor.</exception>
    public static IEnumerable<string> Arguments(string descriptor)
    {
        for (var at = 1; descriptor[at] != ')';)
        {
            var start = at;
            Type(descriptor, ref at);
            yield return descriptor[start..at];
        }
    }

    private static int Type(string descriptor, ref int at)
    {
        var array = false;
        while (at < descriptor.Length && descriptor[at] == '[')
        {
            array = true;
            at++;
        }

        var kind = at < descriptor.Length ? descriptor[at] : '?';
        var end = kind == 'L' ? descriptor.IndexOf(';', at) : at;
        if (end < 0 || !"LBSZIV".Contains(kind, StringComparison.Ordinal))
        {
            throw new FormatException($"'{descriptor}' has no type at position {at}.");
        }

        at = end + 1;
        return array ? 1 : kind switch
        {
            'I' => 2,
            'V' => 0,
            _ => 1,
        };
    }
}
