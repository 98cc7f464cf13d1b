namespace Tsms.VirtualCard.Memory;

/// <summary>Who owns objects that are made now: an applet and the context of its package (JCRE 3.0.5, 6.1). The <c>default</c> is the JCRE.</summary>
/// <param name="Applet">Number of the applet; 0: the JCRE.</param>
/// <param name="Context">Number of the context; 0: the JCRE.</param>
internal readonly record struct Ownership(int Applet, int Context)
{
    /// <summary>The card itself.</summary>
    public static readonly Ownership Jcre;
}
