namespace Tsms.VirtualCard.Memory;

/// <summary>
/// The card lost power at a persistent write. Nothing may run on: the exception goes up to whoever cut the power, and the next reset rolls back.
/// </summary>
internal sealed class PowerLost(long write) : Exception($"The power was cut at persistent write {write}.")
{
    /// <summary>The number of the write that did not happen any more, counted from 1.</summary>
    public long Write { get; } = write;
}
