using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Machine;

/// <content>The firewall (JCRE 3.0.5, 6.2.8). The fast path, an object of the current context, stands where the object is used.</content>
internal sealed partial class VirtualMachine
{
    /// <summary>Numbers of applets that are not multiselectable and are active on another channel: nobody may call into them (JCRE 3.0.5, 6.2.8.6).</summary>
    internal HashSet<int> BusyElsewhere { get; } = [];

    /// <summary>
    /// True when the current context may read, write or measure an array, or use an object given to a native method (JCRE 3.0.5, 6.2.8.2): its own, everything
    /// for the JCRE, global arrays, entry points; CLEAR_ON_DESELECT objects only while their context is the selected one.
    /// </summary>
    public bool MayUse(HeapObject target) =>
        target.AccessContext == Current.Context || target.Sharing != SharingKind.None || MayUseFields(target);

    // 6.2.8.3: fields are for the owner's context and the JCRE.
    private bool MayUseFields(HeapObject target) =>
        Current.Context == 0
        || target.AccessContext == Current.Context
        || (target.Transient == TransientKind.ClearOnDeselect && target.Context == Current.Context && target.Context == SelectedContext);

    // 6.2.8.4 and 6.2.8.11
    private bool MayCall(HeapObject target) => target.Context == Current.Context || target.Sharing != SharingKind.None || Current.Context == 0;

    // 6.2.8.5 and 6.2.8.6
    private bool MayCallInterface(HeapObject target, ClassInfo type) =>
        target.Context == Current.Context
        || target.Sharing != SharingKind.None
        || (!BusyElsewhere.Contains(target.Owner) && type.IsShareable && target.Class is { IsShareable: true })
        || Current.Context == 0;

    // 6.2.8.7
    private bool MayThrow(HeapObject target) => MayCall(target);

    // 6.2.8.8 to 6.2.8.10, and 6.2.8.2 for arrays
    private bool MayCast(HeapObject target, ClassInfo? type) =>
        target.Context == Current.Context
        || target.Sharing != SharingKind.None
        || (type is { IsInterface: true, IsShareable: true } && target is { IsArray: false, Class.IsShareable: true })
        || Current.Context == 0;

    // 6.2.8.1 to 6.2.8.3: references to temporary entry points and global arrays are not kept by anyone but the JCRE.
    private bool MayStore(HeapObject? value) =>
        value is null || Current.Context == 0 || value.Sharing is not (SharingKind.TemporaryEntryPoint or SharingKind.GlobalArray);

    // Whose code a method of an object is: the owner's, also within a context (JCRE 3.0.5, 6.1.3); natives of the JCRE's own objects run in the caller's.
    private Ownership OwnerAfterSwitch(HeapObject target) =>
        target.Owner == Current.Applet || target.Context == 0 ? Current : new Ownership(target.Owner, target.Context);
}
