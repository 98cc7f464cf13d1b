namespace Tsms.JavaCard.Assembling;

/// <summary>An entry of a virtual method table: the method of this package, or null for one of a superclass elsewhere.</summary>
internal sealed record VirtualEntry(string Signature, MethodSource? Method, bool IsOwn);

/// <summary>What the Class component says of a class beyond its source.</summary>
internal sealed class ClassLayout
{
    private IReadOnlyList<byte> _above = [];

    public bool IsInterface { get; init; }

    public required IReadOnlyList<string> Interfaces { get; init; }

    public required bool IsShareable { get; init; }

    public IReadOnlyList<byte[]> Maps { get; set; } = [];

    public List<VirtualEntry> Public { get; } = [];

    public List<VirtualEntry> Package { get; } = [];

    public byte InstanceSize { get; set; }

    public byte FirstReference { get; set; } = 0xFF;

    public byte ReferenceCount { get; set; }

    public int PublicBase => Base(Public);

    public int PackageBase => Base(Package);

    /// <summary>Tokens of the superclass by token, 0xFF for those declared here (JCVM 3.1, 6.9.2.7).</summary>
    public IEnumerable<byte> Mapping => Public.Select((_, token) => Above(token));

    /// <summary>Takes over the methods of the superclass.</summary>
    /// <param name="publicMethods">Its public and protected ones by token.</param>
    /// <param name="packageMethods">Those that only the package sees.</param>
    /// <param name="order">Tokens of the superclass in the order in which this class numbers them; those that it leaves out come behind.</param>
    public void Inherit(IReadOnlyList<VirtualEntry> publicMethods, IEnumerable<VirtualEntry> packageMethods, IReadOnlyList<byte> order)
    {
        _above = [.. order, .. Enumerable.Range(0, publicMethods.Count).Select(t => (byte)t).Except(order)];
        Public.AddRange(_above.Select(t => publicMethods[t] with { IsOwn = false }));
        Package.AddRange(packageMethods.Select(e => e with { IsOwn = false }));
    }

    /// <summary>The token that the superclass has for a public method; 0xFF where this class declares it.</summary>
    public byte Above(int token) => token < _above.Count ? _above[token] : (byte)0xFF;

    public void Define(MethodSource method)
    {
        var table = method.IsVisible ? Public : Package;
        var token = table.FindIndex(e => e.Signature == method.Signature);
        var entry = new VirtualEntry(method.Signature, method, true);
        if (token < 0)
        {
            token = table.Count;
            table.Add(entry);
        }
        else
        {
            table[token] = entry;
        }

        method.Token = (byte)(token | (method.IsVisible ? 0 : 0x80));
    }

    public byte TokenOf(string signature) => (byte)Public.FindIndex(e => e.Signature == signature);

    public int Size(PackageSource package)
    {
        var location = package.IsExtended ? 3 : 2;
        return IsInterface
            ? 1 + (2 * Interfaces.Count)
            : 10 + (location * (Public.Count - PublicBase + Package.Count - PackageBase)) + Maps.Sum(m => 3 + m.Length)
                + (package.Minor >= 3 ? Public.Count + 1 : 0);
    }

    private static int Base(List<VirtualEntry> table) => table.FindIndex(e => e.IsOwn) is var first and >= 0 ? first : table.Count;
}
