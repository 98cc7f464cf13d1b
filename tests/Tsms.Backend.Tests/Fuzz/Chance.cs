namespace Tsms.Backend.Tests.Fuzz;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). Each input has its own, made from seed and number, so that it can be made again alone.
/// </summary>
internal sealed class Chance(int seed, int number)
{
    private ulong _state = ((ulong)(uint)seed << 32) ^ ((ulong)(uint)number * 0xD1342543DE82EF95);

    /// <summary>0 up to but not including <paramref name="limit"/>; 0 when that is no more than 1.</summary>
    public int Next(int limit)
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return (int)((mixed ^ (mixed >> 31)) % (ulong)Math.Max(1, limit));
    }

    /// <summary>True once in so many times.</summary>
    public bool OneIn(int times) => Next(times) == 0;

    public T Pick<T>(IReadOnlyList<T> from) => from[Next(from.Count)];

    /// <summary>A value where mistakes live: 0, 1, the ends of signed and unsigned ranges, or anything.</summary>
    public byte Byte() => (byte)(Next(6) switch { 0 => 0, 1 => 1, 2 => 0x7F, 3 => 0x80, 4 => 0xFF, _ => Next(256) });

    public byte[] Bytes(int length)
    {
        var bytes = new byte[length];
        for (var i = 0; i < length; i++)
        {
            bytes[i] = (byte)Next(256);
        }

        return bytes;
    }
}
