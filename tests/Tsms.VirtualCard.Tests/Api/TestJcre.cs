using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Api.Natives;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>A runtime environment of one applet, with a secure channel that turns bytes around, so that a test sees what natives hand over.</summary>
internal sealed class TestJcre(ApiMachine machine) : IJcre, ICardServices, ISecureChannelService
{
    private readonly Dictionary<Aid, HeapObject> _aids = [];

    public ICardServices Services => this;

    public Aid? CurrentApplet { get; set; } = Aid.Parse("A0000000010203");

    public Aid? PreviousApplet => null;

    public bool IsSelecting { get; set; }

    public bool IsReselecting { get; set; }

    public int Channel => 2;

    public Dictionary<short, ReadOnlyMemory<byte>> StaticResources { get; } = [];

    public IReadOnlyDictionary<short, ReadOnlyMemory<byte>> Resources => StaticResources;

    public byte CardState => 0x0F;

    public byte State { get; private set; } = 7;

    public byte SecurityLevel => 0x93;

    public HeapObject? Registered { get; private set; }

    public Aid? RegisteredAs { get; private set; }

    public StatusWord? Fault { get; set; }

    public HeapObject? AidObject(Aid applet)
    {
        if (applet != CurrentApplet)
        {
            return null;
        }

        if (!_aids.TryGetValue(applet, out var known))
        {
            _aids[applet] = known = AidNatives.CreateEntryPoint(machine.Vm, applet);
        }

        return known;
    }

    public bool IsActive(Aid applet) => applet == CurrentApplet;

    public void Register(HeapObject applet, Aid? aid) => (Registered, RegisteredAs) = (applet, aid);

    public HeapObject? GetShareable(Aid server, byte parameter) => server == CurrentApplet && parameter == 9 ? Registered : null;

    public void RequestObjectDeletion() => Registered = null;

    public int AvailableMemory(TransientKind kind) => kind == TransientKind.None ? 100_000 : 77;

    public HeapObject GlobalBytes(string key, int length) => throw new NotSupportedException();

    public byte GetState(Aid instance) => State;

    public bool SetState(Aid instance, byte state)
    {
        State = state;
        return true;
    }

    public bool LockCard(Aid instance) => false;

    public bool TerminateCard(Aid instance) => true;

    public ISecureChannelService SecureChannel(Aid instance, int channel) => this;

    public bool IsRegistered(Aid instance) => instance == CurrentApplet;

    public byte[] ProcessSecurity(ReadOnlyMemory<byte> apdu) => Turn(apdu);

    public byte[] Unwrap(ReadOnlyMemory<byte> apdu) => Turn(apdu)[..^1];

    public byte[] Wrap(ReadOnlyMemory<byte> response) => [.. Turn(response), 0xEE];

    public byte[] DecryptData(ReadOnlyMemory<byte> data) => Turn(data);

    public byte[] EncryptData(ReadOnlyMemory<byte> data) => Turn(data);

    public void Reset() => Fault = StatusWord.ConditionsNotSatisfied;

    private byte[] Turn(ReadOnlyMemory<byte> data)
    {
        if (Fault is { } sw)
        {
            throw new CardFault(sw, "as the test asked");
        }

        var turned = data.ToArray();
        Array.Reverse(turned);
        return turned;
    }

    public Privileges Granted { get; set; }

    public Aid? Service { get; set; }

    public Privileges PrivilegesOf(Aid application) => Granted;

    public Aid? DomainOf(Aid application) => Aid.Parse("A000000151000000");

    public bool MayAccess(Aid caller, Aid application) => caller == application;

    public bool SetStateOf(Aid caller, Aid application, byte state) => caller == application && SetState(application, state);

    public void RegisterService(Aid application, ushort service) => throw new CardFault(StatusWord.ConditionsNotSatisfied, "no services here");

    public void DeregisterService(Aid application, ushort service) => throw new CardFault(StatusWord.ConditionsNotSatisfied, "no services here");

    public Aid? FindService(Aid? server, ushort service) => Service;

    public bool SetHistoricalBytes(Aid application, ReadOnlySpan<byte> bytes) => bytes.Length == 2;
}
