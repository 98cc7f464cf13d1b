namespace Tsms.VirtualCard.CardManager.Registry;

/// <summary>
/// What a security domain refuses by its install parameters (tags 82, 83, 87 in C9; GP UICC Configuration 1.0.1, 4.3.2). The <c>default</c> refuses nothing.
/// </summary>
[Flags]
internal enum DomainPolicy : byte
{
    /// <summary>It accepts all that the table of acceptance allows.</summary>
    None = 0,

    /// <summary>Tag 82 of zeroes: nothing is extradited to it.</summary>
    RefusesExtraditionTo = 1,

    /// <summary>Tag 83 of zeroes: nothing that is associated with it is deleted by a domain above.</summary>
    RefusesDeletion = 2,

    /// <summary>Tag 87 of zeroes: nothing that is associated with it is extradited away.</summary>
    RefusesExtraditionFrom = 4,
}
