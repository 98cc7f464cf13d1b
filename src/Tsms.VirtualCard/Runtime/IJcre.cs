using Tsms.SmartCard;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <summary>What native methods of JCSystem, Applet and org.globalplatform ask of the runtime environment. The calling applet is the current context's.</summary>
internal interface IJcre
{
    /// <summary>The card's operating system.</summary>
    ICardServices Services { get; }

    /// <summary>AID of the applet whose context is current; null in the context of the JCRE.</summary>
    Aid? CurrentApplet { get; }

    /// <summary>AID of the applet on behalf of which the current one was called through a shareable interface; null when the JCRE called it.</summary>
    Aid? PreviousApplet { get; }

    /// <summary>True while the applet is being selected by this very command (Applet.selectingApplet).</summary>
    bool IsSelecting { get; }

    /// <summary>True while an applet is being selected that was deselected on the same channel just before (Applet.reSelectingApplet).</summary>
    bool IsReselecting { get; }

    /// <summary>Number of the logical channel in use.</summary>
    int Channel { get; }

    /// <summary>The permanent AID object of an installed applet; null when the card has none of this name (JCSystem.lookupAID, getAID).</summary>
    HeapObject? AidObject(Aid applet);

    /// <summary>True when the applet is selected on some channel (JCSystem.isAppletActive).</summary>
    bool IsActive(Aid applet);

    /// <summary>Applet.register: <paramref name="applet"/> is the object, <paramref name="aid"/> the AID asked for, null: the one of the INSTALL command.</summary>
    /// <exception cref="Machine.JavaThrow">SystemException ILLEGAL_AID: registered before, wrong AID, AID in use, or not inside install.</exception>
    void Register(HeapObject applet, Aid? aid);

    /// <summary>JCSystem.getAppletShareableInterfaceObject: asks the server applet in its own context; null when it has none to give.</summary>
    /// <exception cref="Machine.JavaThrow">SecurityException: the server is active on another channel and not multiselectable (JCRE 3.0.5, 6.2.7.2).</exception>
    HeapObject? GetShareable(Aid server, byte parameter);

    /// <summary>Static resources of the CAP file whose code is at work, by number; empty in the context of the JCRE.</summary>
    IReadOnlyDictionary<short, ReadOnlyMemory<byte>> Resources { get; }

    /// <summary>JCSystem.requestObjectDeletion: unreachable objects are freed after the command.</summary>
    void RequestObjectDeletion();

    /// <summary>Bytes free of a kind of memory (JCSystem.getAvailableMemory).</summary>
    int AvailableMemory(TransientKind kind);

    /// <summary>JCSystem.makeGlobalArray and buffers of the card: a byte array of the JCRE that every context may use; cleared at reset.</summary>
    HeapObject GlobalBytes(string key, int length);
}
