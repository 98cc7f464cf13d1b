namespace Tsms.JavaCard.Assembling;

/// <summary>The source of an assembly cannot be understood.</summary>
/// <param name="line">Number of the line, from 1; 0 when the whole source is meant.</param>
/// <param name="reason">What is wrong.</param>
public sealed class AssemblyException(int line, string reason) : Exception($"line {line}: {reason}")
{
    /// <summary>Number of the line, from 1; 0 when the whole source is meant.</summary>
    public int Line { get; } = line;
}
