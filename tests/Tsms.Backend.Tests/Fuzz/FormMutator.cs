using System.Text;

namespace Tsms.Backend.Tests.Fuzz;

/// <summary>Writes multipart forms (RFC 7578) by hand, mostly right ones, some with parts, headers, boundaries or bytes that are wrong.</summary>
internal static class FormMutator
{
    private static readonly string[] s_fields = ["elfFilename", "elfFile", "fileName", "id", "aid", "colour", "", "elffilename", "scriptFile"];

    private static readonly string[] s_names =
        ["a.cap", "", "ü€😀.cap", new('n', 255), new('n', 256), "a\\\"b.cap", "../../a.cap", "a\r\nX: y", "%00", "\u0000", "\u202Epac.exe"];

    private static readonly string[] s_headers =
    [
        "Content-Type: application/octet-stream", "Content-Type: text/plain; charset=utf-16", "Content-Transfer-Encoding: base64", "Content-Encoding: gzip", "Content-Length: 5",
        "X", ": y", "Content-Disposition: attachment", $"X-Long: {new string('x', 9000)}", "Content-Type: \u0001",
    ];

    /// <summary>The form, its boundary, and what was done to it.</summary>
    public static (byte[] Form, string ContentType, string What) Make(byte[] file, Chance chance)
    {
        var wrong = chance.OneIn(6);
        var boundary = wrong && chance.OneIn(4) ? chance.Pick<string>(["x", "--", "a b", new string('b', 70), new string('b', 71), "'b'", "x\""]) : "tsms-boundary";
        using var form = new MemoryStream();
        void Write(string text) => form.Write(Encoding.UTF8.GetBytes(text));
        void Part(string disposition, byte[] content)
        {
            Write($"--{boundary}\r\nContent-Disposition: {disposition}\r\n");
            if (wrong && chance.OneIn(4))
            {
                Write(chance.Pick(s_headers) + "\r\n");
            }

            Write("\r\n");
            form.Write(content);
            Write("\r\n");
        }

        if (!wrong || !chance.OneIn(5))
        {
            Part("form-data; name=\"elfFilename\"", Encoding.UTF8.GetBytes(wrong ? chance.Pick(s_names) : "a.cap"));
        }

        for (var left = wrong ? chance.Next(3) : 0; left > 0; left--)
        {
            var text = chance.OneIn(10) ? new string('t', chance.Next(9000)) : chance.Pick(s_names);
            Part($"form-data; name=\"{chance.Pick(s_fields)}\"", chance.OneIn(4) ? chance.Bytes(20) : Encoding.UTF8.GetBytes(text));
        }

        for (var left = wrong ? chance.Next(3) : 1; left > 0; left--)
        {
            Part($"form-data; name=\"elfFile\"; filename=\"{(wrong ? chance.Pick(s_names) : "a.cap")}\"", file);
        }

        Write($"--{boundary}--\r\n");
        var bytes = form.ToArray();
        if (wrong && chance.OneIn(3))
        {
            bytes = chance.OneIn(2) ? bytes[..chance.Next(bytes.Length)] : Spoil(bytes, chance);
        }

        return (bytes, $"multipart/form-data; boundary={(boundary.Contains(' ', StringComparison.Ordinal) ? $"\"{boundary}\"" : boundary)}", wrong ? "wrong form" : "form");
    }

    // The beginning of a form is where its names and headers stand.
    private static byte[] Spoil(byte[] form, Chance chance)
    {
        for (var left = 1 + chance.Next(5); left > 0; left--)
        {
            form[chance.Next(Math.Min(form.Length, 300))] = chance.Byte();
        }

        return form;
    }
}
