namespace Tsms.JavaCard.Assembling;

/// <summary>Descriptors as class files write them: <c>([BSS)V</c>.</summary>
internal static class MethodDescriptorText
{
    /// <summary>The types of a field or method descriptor one by one, the result last.</summary>
    /// <exception cref="FormatException">The text is no descriptor.</exception>
    public static List<string> Split(string descriptor)
    {
        var types = new List<string>();
        for (var at = 0; at < descriptor.Length;)
        {
            if (descriptor[at] is '(' or ')')
            {
                at++;
                continue;
            }

            var length = Length(descriptor, at);
            types.Add(descriptor.Substring(at, length));
            at += length;
        }

        return types.Count > 0 ? types : throw new FormatException($"{descriptor} is no descriptor");
    }

    /// <summary>Words that the arguments take, without <c>this</c>.</summary>
    public static int ArgumentWords(string descriptor) => Split(descriptor).SkipLast(1).Sum(Words);

    public static int Words(string type) => type switch { "V" => 0, "I" => 2, _ => 1 };

    private static int Length(string text, int at)
    {
        switch (text[at])
        {
            case 'V' or 'Z' or 'B' or 'S' or 'I':
                return 1;
            case '[' when at + 1 < text.Length && text[at + 1] is 'Z' or 'B' or 'S' or 'I':
                return 2;
            case 'L' or '[':
                var start = text[at] == '[' ? at + 1 : at;
                var end = text.IndexOf(';', at);
                if (end > start + 1 && text[start] == 'L')
                {
                    return end - at + 1;
                }

                break;
        }

        throw new FormatException($"{text} is no descriptor");
    }
}
