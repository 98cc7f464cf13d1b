using Tsms.JavaCard.Components;
using Tsms.JavaCard.Exports;

namespace Tsms.JavaCard.Verification;

/// <summary>A class or interface as the verifier knows it: of the file, or of an imported package.</summary>
internal sealed class RefClass(string name, bool isInterface)
{
    public string Name { get; } = name;

    public bool IsInterface { get; } = isInterface;

    public RefClass? Super { get; set; }

    /// <summary>All interfaces that it implements or extends, its superclasses' included.</summary>
    public HashSet<RefClass> Interfaces { get; } = [];

    public bool IsAbstract { get; set; }

    public bool IsFinal { get; set; }

    /// <summary>What the file says; null for an imported class.</summary>
    public ClassOrInterface? Own { get; set; }

    public ClassDescriptor? Descriptor { get; set; }

    /// <summary>The package of the file that it stands in, in extended format there are several; -1 for an imported one.</summary>
    public int Package { get; set; } = -1;

    /// <summary>What the export file says; null for a class of the file.</summary>
    public ExportedClass? Exported { get; set; }

    /// <summary>
    /// The token that the superclass has for a virtual method: since format 2.3 the class says which, or that it has the method anew (JCVM 3.1, 6.9.2.7). Null: anew.
    /// </summary>
    public int? Above(int token) => Own is ClassInfo own && token < own.TokenMapping.Length
        ? own.TokenMapping[token] is not 0xFF and var above ? above : null
        : token;

    public bool IsSubclassOf(RefClass other)
    {
        for (var type = this; type is not null; type = type.Super)
        {
            if (type == other)
            {
                return true;
            }
        }

        return false;
    }

    public override string ToString() => Name;
}
