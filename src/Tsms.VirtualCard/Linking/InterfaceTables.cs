using Tsms.VirtualCard.Machine;

namespace Tsms.VirtualCard.Linking;

/// <summary>Which interfaces a class has.</summary>
internal static class InterfaceTables
{
    /// <summary>The interfaces of the superclass, those declared, and all that these extend: each once, in that order.</summary>
    public static ClassInfo[] Closure(ClassInfo? super, IEnumerable<ClassInfo> declared)
    {
        var all = new List<ClassInfo>(super?.Interfaces ?? []);
        foreach (var type in declared)
        {
            foreach (var each in type.Interfaces.Prepend(type))
            {
                if (!all.Contains(each))
                {
                    all.Add(each);
                }
            }
        }

        return [.. all];
    }
}
