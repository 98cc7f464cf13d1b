using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Api;
using Tsms.VirtualCard.Api.Crypto;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.Runtime;

namespace Tsms.VirtualCard.Tests.Runtime;

/// <summary>A runtime under an operating system that has no security domains: every applet is in state 07 and may do nothing to the card.</summary>
internal sealed class TestCard : ICardServices
{
    private readonly Dictionary<Aid, byte> _states = [];

    public TestCard(MachineLimits? limits = null)
        : this(new JavaCardRuntime(limits ?? new MachineLimits(), CardApi.Create(), HmacDrbg.Instantiate([1, 2, 3])))
    {
    }

    private TestCard(JavaCardRuntime runtime)
    {
        Runtime = runtime;
        Runtime.Attach(this);
    }

    public JavaCardRuntime Runtime { get; }

    public PersistentMemory Persistent => Runtime.PersistentMemory;

    public byte CardState => 0x0F;

    public static TestCard Restore(byte[] image, MachineLimits? limits = null) =>
        new(JavaCardRuntime.Restore(image, limits ?? new MachineLimits(), CardApi.Create(), HmacDrbg.Instantiate([1, 2, 3])));

    public byte GetState(Aid instance) => _states.GetValueOrDefault(instance, (byte)7);

    public bool SetState(Aid instance, byte state)
    {
        _states[instance] = state;
        return true;
    }

    public bool LockCard(Aid instance) => false;

    public bool TerminateCard(Aid instance) => false;

    public ISecureChannelService SecureChannel(Aid instance, int channel) => throw new CardFault(StatusWord.ConditionsNotSatisfied, "There is no security domain.");

    public bool IsRegistered(Aid instance) => Runtime.Knows(instance);

    /// <summary>Installs a module under its own AID with parameters as GP hands them over: LV AID, LV privileges, LV parameters.</summary>
    public void Install(CapFile cap, Aid module, params ReadOnlySpan<byte> parameters) =>
        Runtime.Install(cap.Aid, module, module, InstallData(module, parameters));

    public void Select(Aid instance, int channel = 0) => Assert.True(Runtime.Select(instance, channel, alreadyActiveElsewhere: false));

    public string Send(Aid instance, string hex, int channel = 0, bool selecting = false) =>
        Convert.ToHexString(Runtime.Process(instance, channel, Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal)), selecting));

    public static byte[] InstallData(Aid instance, ReadOnlySpan<byte> parameters) =>
        [(byte)instance.Length, .. instance.Span, 1, 0, (byte)parameters.Length, .. parameters];

    public Privileges PrivilegesOf(Aid application) => Privileges.None;

    public Aid? DomainOf(Aid application) => null;

    public bool MayAccess(Aid caller, Aid application) => caller == application;

    public bool SetStateOf(Aid caller, Aid application, byte state) => caller == application && SetState(application, state);

    public void RegisterService(Aid application, ushort service) => throw new CardFault(StatusWord.ConditionsNotSatisfied, "no services here");

    public void DeregisterService(Aid application, ushort service) => throw new CardFault(StatusWord.ConditionsNotSatisfied, "no services here");

    public Aid? FindService(Aid? server, ushort service) => null;

    public bool SetHistoricalBytes(Aid application, ReadOnlySpan<byte> bytes) => false;
}
