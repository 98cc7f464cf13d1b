namespace Tsms.VirtualCard;

/// <summary>Memory of a card in bytes, as GET DATA FF21 tells it to hosts.</summary>
/// <param name="PersistentTotal">Non-volatile memory for packages, objects and registry.</param>
/// <param name="PersistentFree">Of it unused.</param>
/// <param name="TransientTotal">Volatile memory for transient objects.</param>
/// <param name="TransientFree">Of it unused.</param>
public readonly record struct CardMemory(int PersistentTotal, int PersistentFree, int TransientTotal, int TransientFree);
