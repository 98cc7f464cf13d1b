namespace Tsms.VirtualCard.Memory;

/// <summary>
/// What an applet may take of memory and has for itself, in bytes (GP Card Specification 2.3.1, 9.7). The <c>default</c> is no limit and no reserve.
/// </summary>
/// <param name="Volatile">Tag C7: most volatile bytes, or null.</param>
/// <param name="Persistent">Tag C8: most non-volatile bytes, or null.</param>
/// <param name="VolatileReserve">Tag D7: volatile bytes that nobody else gets.</param>
/// <param name="PersistentReserve">Tag D8: non-volatile bytes that nobody else gets.</param>
internal readonly record struct MemoryQuota(int? Volatile, int? Persistent, int VolatileReserve, int PersistentReserve);
