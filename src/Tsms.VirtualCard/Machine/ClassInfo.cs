namespace Tsms.VirtualCard.Machine;

/// <summary>A linked class or interface.</summary>
internal sealed class ClassInfo
{
    /// <summary>Full name of a class of the card, <c>package#offset</c> of a loaded one.</summary>
    public required string Name { get; init; }

    /// <summary>The package it belongs to.</summary>
    public required PackageInfo Package { get; init; }

    /// <summary>Offset in the Class component, or index among the classes of a package of the card: names it within the package.</summary>
    public required int Id { get; init; }

    /// <summary>Which of the packages of an extended CAP it is in: the others do not see its package-visible methods. Else 0.</summary>
    public int Scope { get; init; }

    /// <summary>Superclass; null for java/lang/Object and interfaces.</summary>
    public ClassInfo? Super { get; set; }

    /// <summary>True for an interface.</summary>
    public bool IsInterface { get; init; }

    /// <summary>True for a shareable interface or a class that implements one.</summary>
    public bool IsShareable { get; set; }

    /// <summary>Every interface it implements or extends, by whatever way, once each.</summary>
    public ClassInfo[] Interfaces { get; set; } = [];

    /// <summary>For each of <see cref="Interfaces"/> of a class the methods by interface method token.</summary>
    public MethodInfo?[][] InterfaceMethods { get; set; } = [];

    /// <summary>Public and protected virtual methods by slot, inherited ones in the superclass's slots first.</summary>
    public MethodInfo?[] PublicMethods { get; set; } = [];

    /// <summary>
    /// Slots of public methods by token, where the two differ: since format 2.3 a class may number what it inherits anew, and methods that its superclass got later
    /// do not clash with its own (JCVM 3.1, 6.9.2.7). Empty: each token is the slot.
    /// </summary>
    public int[] Slots { get; set; } = [];

    /// <summary>How many public tokens a subclass of format 2.2 or earlier inherits.</summary>
    public int InheritableTokens { get; set; }

    /// <summary>Package-visible virtual methods by token (without the high bit).</summary>
    public MethodInfo?[] PackageMethods { get; set; } = [];

    /// <summary>Static methods and constructors of a class of the card by token; methods of an interface by token.</summary>
    public MethodInfo?[] DeclaredMethods { get; set; } = [];

    /// <summary>For each word of an instance, inherited ones first, whether it is a reference.</summary>
    public bool[] ReferenceWords { get; set; } = [];

    /// <summary>Indices of the words of the fields by name; classes of the card only.</summary>
    public IReadOnlyDictionary<string, int> Fields { get; set; } = new Dictionary<string, int>();

    /// <summary>Words that a class of the card has of an instance: its natives' own, which no byte code writes.</summary>
    public int NativeWords { get; set; }

    /// <summary>Words of an instance.</summary>
    public int InstanceWords => ReferenceWords.Length;

    /// <summary>The slot of a public method's token; -1 when the class has none.</summary>
    public int SlotOf(int token) => Slots.Length == 0 ? token < PublicMethods.Length ? token : -1 : token < Slots.Length ? Slots[token] : -1;

    /// <summary>True when it is <paramref name="other"/>, a subclass of it, or implements or extends it.</summary>
    public bool IsA(ClassInfo other)
    {
        for (var c = this; c is not null; c = c.Super)
        {
            if (c == other)
            {
                return true;
            }
        }

        return other.IsInterface && Array.IndexOf(Interfaces, other) >= 0;
    }

    /// <summary>The method that a class has for a method of an interface; null when it has none.</summary>
    public MethodInfo? FindInterfaceMethod(ClassInfo type, int token)
    {
        var interfaces = Interfaces;
        for (var i = 0; i < interfaces.Length; i++)
        {
            if (interfaces[i] == type)
            {
                var methods = InterfaceMethods[i];
                return token < methods.Length ? methods[token] : null;
            }
        }

        return null;
    }

    /// <summary>The slot of the virtual method that instances of this class run for a signature of a class of the card; -1 when there is none.</summary>
    public int TokenOf(string signature)
    {
        for (var c = this; c is not null; c = c.Super)
        {
            var token = Array.FindIndex(c.PublicMethods, m => m?.Signature == signature);
            if (token >= 0)
            {
                return token;
            }
        }

        return -1;
    }

    /// <inheritdoc/>
    public override string ToString() => Name;
}
