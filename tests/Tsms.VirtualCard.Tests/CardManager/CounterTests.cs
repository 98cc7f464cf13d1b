using System.Collections.Immutable;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.CardManager;

/// <summary>What secure channels count goes forth and never back (GP Card Specification 2.3.1, 9.6.7).</summary>
public sealed class CounterTests
{
    private static readonly Aid Isd = Aid.Parse(Story.Isd);
    private readonly PersistentMemory _memory = new Heap(new MachineLimits()).Memory;

    [Fact]
    public void Transaction_ThatIsAborted_KeepsTheCounters()
    {
        var registry = new RegistryMemory(_memory, Registry((0x30, 57, 2), (0x31, 5, 0)));
        _memory.BeginTransaction();
        registry.Write(With(registry.Current, (0x30, 58, 2), (0x31, 5, 0)) with { CardState = 0x7F });
        registry.Write(With(registry.Current, (0x30, 58, 3), (0x31, 5, 0)));
        _memory.AbortTransaction();

        Assert.Equal((0x0F, new KeyVersionCounters(58, 3), new KeyVersionCounters(5, 0)), (registry.Current.CardState, Of(registry, 0x30), Of(registry, 0x31)));
    }

    [Fact]
    public void Command_ThatFailsAfterItReplacedKeys_GivesTheOldOnesTheirCountersBack()
    {
        var before = Registry((0x30, 57, 2));
        var registry = new RegistryMemory(_memory, before);
        Assert.Throws<InvalidOperationException>(() => registry.Atomically(() =>
        {
            registry.Write(With(registry.Current, (0x30, 0, 0), (0x31, 0, 0)));
            throw new InvalidOperationException("after the write, says the test");
        }));

        Assert.Same(before, registry.Current);
    }

    private static KeyVersionCounters Of(RegistryMemory registry, byte version) => registry.Current.Issuer.SecurityDomain!.CountersOf(version);

    private static CardRegistry Registry(params (byte Version, int Sequence, int Failures)[] counters)
    {
        var issuer = new ApplicationEntry(
            ApplicationKind.SecurityDomain, Isd, GpAid.SecurityDomainLoadFile, GpAid.SecurityDomainModule, Isd, LifeCycle.Personalized, Privileges.SecurityDomain)
        {
            SecurityDomain = SecurityDomainData.Empty,
        };
        return With(new CardRegistry { CardState = 0x0F, IssuerDomain = Isd, Applications = [issuer] }, counters);
    }

    private static CardRegistry With(CardRegistry registry, params (byte Version, int Sequence, int Failures)[] counters) => registry.With(registry.Issuer with
    {
        SecurityDomain = registry.Issuer.SecurityDomain! with { Counters = counters.ToImmutableSortedDictionary(c => c.Version, c => new KeyVersionCounters(c.Sequence, c.Failures)) },
    });
}
