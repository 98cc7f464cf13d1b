using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Runtime;

/// <summary>
/// What the card's operating system asks of the Java Card runtime environment. The registry (who owns what, in which life cycle state) is the
/// operating system's; packages, objects, contexts and code are the runtime's. Applets are named by their instance AID.
/// </summary>
internal interface IAppletRuntime
{
    /// <summary>Links a package into code memory.</summary>
    /// <exception cref="CardFault">6A80: broken or an import is missing; 6A84: no room. Nothing is left behind.</exception>
    void Load(CapFile package);

    /// <summary>Removes a package; the operating system has checked that nothing needs it.</summary>
    void Unload(Aid package);

    /// <summary>
    /// Runs <c>install</c> of a module with the array that GP Card Specification 2.3.1, 11.5.2.3.7 and JCRE 3.1 describe: LV instance AID, LV privileges,
    /// LV application specific parameters (the value of tag C9). The applet must register as <paramref name="instance"/>.
    /// </summary>
    /// <param name="package">AID of its package.</param>
    /// <param name="module">AID of the applet in the package.</param>
    /// <param name="instance">The name it is selected by.</param>
    /// <param name="installData">The array.</param>
    /// <param name="quota">What it may take, from now on and as long as it lives.</param>
    /// <exception cref="CardFault">The applet threw, did not register, or memory ran out. Nothing is left behind.</exception>
    void Install(Aid package, Aid module, Aid instance, ReadOnlyMemory<byte> installData, MemoryQuota quota = default);

    /// <summary>Sets what an instance may take and has in reserve; for instances of a restored image.</summary>
    void SetQuota(Aid instance, MemoryQuota quota);

    /// <summary>True when install made an applet of this name that is still there.</summary>
    bool Knows(Aid instance);

    /// <summary>True when the applet's class implements <c>javacard.framework.MultiSelectable</c>.</summary>
    bool IsMultiSelectable(Aid instance);

    /// <summary>Calls <c>select</c> of the applet on a channel; false when it refuses. Transient objects of CLEAR_ON_DESELECT are fresh.</summary>
    bool Select(Aid instance, int channel, bool alreadyActiveElsewhere);

    /// <summary>Calls <c>deselect</c> and clears its CLEAR_ON_DESELECT objects.</summary>
    void Deselect(Aid instance, int channel, bool stillActiveElsewhere);

    /// <summary>Calls <c>process</c> with a command, the SELECT that selected it included, and returns the response.</summary>
    byte[] Process(Aid instance, int channel, ReadOnlyMemory<byte> command, bool selecting);

    /// <summary>Hands personalization data to <c>processData</c> of org.globalplatform.Application or Personalization; null when the applet has no such interface.</summary>
    /// <exception cref="CardFault">The applet threw.</exception>
    byte[]? ProcessData(Aid instance, ReadOnlyMemory<byte> storeDataCommand);

    /// <summary>Calls <c>uninstall</c> where the applet has it and frees its objects.</summary>
    void Uninstall(Aid instance);

    /// <summary>
    /// Powers up: rolls back what lost power left half done, in the operating system's part of persistent memory too, and clears all that is transient. No
    /// applet is selected on any channel afterwards. Call it before the operating system looks at its registry.
    /// </summary>
    void Reset();

    /// <summary>Packages, applets and objects as bytes: the same state gives the same bytes. To be called between commands.</summary>
    byte[] Save();

    /// <summary>Forgets the objects by which applets knew applications that the registry has no longer; one that an applet holds stays.</summary>
    void ForgetNames();

    /// <summary>Bytes free: persistent, and the two transient kinds.</summary>
    MemoryReport Memory { get; }
}

/// <summary>Bytes of memory.</summary>
/// <param name="PersistentTotal">Non-volatile memory of the card.</param>
/// <param name="PersistentFree">Of it unused.</param>
/// <param name="TransientTotal">Volatile memory for transient objects.</param>
/// <param name="TransientFree">Of it unused.</param>
internal readonly record struct MemoryReport(int PersistentTotal, int PersistentFree, int TransientTotal, int TransientFree);

/// <summary>What the runtime asks of the operating system on behalf of an applet (org.globalplatform, javacard.framework.JCSystem).</summary>
internal interface ICardServices
{
    /// <summary>Life cycle state of the card as GPSystem.getCardState returns it.</summary>
    byte CardState { get; }

    /// <summary>Life cycle state of an instance.</summary>
    byte GetState(Aid instance);

    /// <summary>Sets an application specific life cycle state; false when that is not allowed.</summary>
    bool SetState(Aid instance, byte state);

    /// <summary>Locks the card where the instance has the privilege.</summary>
    bool LockCard(Aid instance);

    /// <summary>Terminates the card where the instance has the privilege.</summary>
    bool TerminateCard(Aid instance);

    /// <summary>The secure channel of the instance's security domain on a channel.</summary>
    ISecureChannelService SecureChannel(Aid instance, int channel);

    /// <summary>True when some applet of this AID can be selected: JCSystem.lookupAID.</summary>
    bool IsRegistered(Aid instance);

    /// <summary>Privileges of an application (GPRegistryEntry.getPrivileges); none for a name that is not there.</summary>
    Privileges PrivilegesOf(Aid application);

    /// <summary>The security domain an application is associated with (GPRegistryEntry.isAssociated); null for a name that is not there.</summary>
    Aid? DomainOf(Aid application);

    /// <summary>
    /// True when <paramref name="caller"/> may have the registry entry of <paramref name="application"/>: its own, or any with the privilege Global Registry
    /// (GPSystem.getRegistryEntry). False for a name that is not there.
    /// </summary>
    bool MayAccess(Aid caller, Aid application);

    /// <summary>
    /// GPRegistryEntry.setState: an application sets its own state as <see cref="SetState"/> does; with the privilege Global Lock it locks and unlocks others
    /// (bit 80 set or clear). False when that is not allowed, or is the state already.
    /// </summary>
    bool SetStateOf(Aid caller, Aid application, byte state);

    /// <summary>Registers a service name as unique on the card (GPRegistryEntry.registerService; GP Card Specification 2.3.1, 8.1.1).</summary>
    /// <exception cref="CardFault">6985: without the privilege Global Service, not among the names of INSTALL, or taken by another application.</exception>
    void RegisterService(Aid application, ushort service);

    /// <summary>Takes a registered service name back (GPRegistryEntry.deregisterService).</summary>
    /// <exception cref="CardFault">6985: the application has not registered it.</exception>
    void DeregisterService(Aid application, ushort service);

    /// <summary>
    /// The application that offers a service (GPSystem.getService; 8.1.2): without <paramref name="server"/> the one that has registered the name or its family
    /// (low byte 00) as unique, else the named one where it has the privilege and the name. Null: there is none. CVMs are the family 82.
    /// </summary>
    Aid? FindService(Aid? server, ushort service);

    /// <summary>
    /// GPSystem.setATRHistBytes: the historical bytes of the answer to reset from the next reset on, 0 to 15 of them. False without the privilege Card Reset.
    /// </summary>
    bool SetHistoricalBytes(Aid application, ReadOnlySpan<byte> bytes);
}

/// <summary>org.globalplatform.SecureChannel as an applet uses it: the SD's channel does the work.</summary>
internal interface ISecureChannelService
{
    /// <summary>Processes INITIALIZE UPDATE or EXTERNAL AUTHENTICATE; the command stands in <paramref name="apdu"/>; returns the response data.</summary>
    /// <exception cref="CardFault">With the status word for the applet to throw.</exception>
    byte[] ProcessSecurity(ReadOnlyMemory<byte> apdu);

    /// <summary>Checks the MAC and deciphers; returns the command without secure messaging.</summary>
    byte[] Unwrap(ReadOnlyMemory<byte> apdu);

    /// <summary>Protects response data followed by the status word; returns both protected.</summary>
    byte[] Wrap(ReadOnlyMemory<byte> response);

    /// <summary>Deciphers with the data encryption key.</summary>
    byte[] DecryptData(ReadOnlyMemory<byte> data);

    /// <summary>Enciphers with the data encryption key.</summary>
    byte[] EncryptData(ReadOnlyMemory<byte> data);

    /// <summary>The level as org.globalplatform.SecureChannel.getSecurityLevel returns it.</summary>
    byte SecurityLevel { get; }

    /// <summary>Ends the session.</summary>
    void Reset();
}

/// <summary>A command cannot be done; the card answers this status word.</summary>
internal sealed class CardFault(StatusWord sw, string reason) : Exception($"{sw}: {reason}")
{
    /// <summary>The status word.</summary>
    public StatusWord Sw { get; } = sw;

    /// <summary>Why, for the log of the host: a card tells nobody.</summary>
    public string Reason { get; } = reason;
}
