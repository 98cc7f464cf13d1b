namespace Tsms.JavaCard;

/// <summary>A CAP file as data.</summary>
public sealed partial class CapFile
{
}
