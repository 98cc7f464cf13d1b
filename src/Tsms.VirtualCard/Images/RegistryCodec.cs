using System.Collections.Immutable;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Access;
using Tsms.VirtualCard.CardManager.Commands;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Memory;
using Tsms.VirtualCard.SecureChannel;

namespace Tsms.VirtualCard.Images;

/// <summary>The registry as bytes of an image, keys in clear: an image is as secret as a card's memory.</summary>
internal static class RegistryCodec
{
    /// <summary>Writes a registry.</summary>
    public static void Write(ImageWriter writer, CardRegistry registry)
    {
        writer.Byte(registry.CardState).Aid(registry.IssuerDomain)
            .List(registry.LoadFiles, (w, f) => w.Aid(f.Aid).Aid(f.Domain).Byte(f.Major).Byte(f.Minor).Byte(f.IsBuiltIn ? (byte)1 : (byte)0)
                .List(f.Modules, (m, aid) => m.Aid(aid)).List(f.Imports, (i, aid) => i.Aid(aid)))
            .List(registry.Applications, Write)
            .List(registry.AccessRules.Rules, (w, r) => w.Bytes(r.Reference.AsSpan()).Bytes(r.Rule.AsSpan()))
            .Bytes(registry.AccessRules.RefreshTag.AsSpan())
            .Byte(registry.Restrictions)
            .Byte(registry.HistoricalBytes is null ? (byte)0 : (byte)1)
            .Bytes(registry.HistoricalBytes is { } historical ? historical.AsSpan() : []);
    }

    /// <summary>Reads a registry.</summary>
    /// <exception cref="FormatException">It is cut short or has values that none has.</exception>
    public static CardRegistry Read(ImageReader reader)
    {
        var registry = new CardRegistry
        {
            CardState = reader.Byte(),
            IssuerDomain = reader.Aid(),
            LoadFiles = reader.List(ReadLoadFile),
            Applications = reader.List(ReadApplication),
            AccessRules = new AccessRules(reader.List(r => new AccessRule([.. r.Bytes().Span], [.. r.Bytes().Span])), [.. reader.Bytes().Span]),
            Restrictions = reader.Byte(),
            HistoricalBytes = ReadHistorical(reader),
        };
        Check(registry);
        return registry;
    }

    /// <summary>What every registry of a card keeps to, so that nothing later has to doubt it.</summary>
    private static void Check(CardRegistry registry)
    {
        var issuer = registry.FindDomain(registry.IssuerDomain);
        Need(issuer is not null && issuer.Domain == issuer.Aid, "it has no issuer security domain");
        Need(issuer!.SecurityDomain!.DataObjects.TryGetValue(GetData.SerialTag, out var serial) && serial.Length == 4, "the card has no serial number");
        Need(!issuer.SecurityDomain.DataObjects.TryGetValue(GetData.DiversificationTag, out var chosen) || chosen.Length == GetData.DiversificationLength,
            "its key diversification data have another length");
        Need(registry.Applications.DistinctBy(a => a.Aid).Count() == registry.Applications.Length
            && registry.LoadFiles.DistinctBy(f => f.Aid).Count() == registry.LoadFiles.Length,
            "a name is there twice");
        Need(registry.LoadFiles.All(f => registry.FindDomain(f.Domain) is not null), "a load file is associated with no domain");
        Need(registry.Applications.All(a => ReachesRoot(registry, a)), "an application is associated with no domain");
        Need(registry.AllKeys.All(k => k.Components.Length > 0 && (k.Type != KeyType.Aes || k.Length is 16 or 24 or 32)), "a key has a length that no key has");

        static void Need(bool ok, string wrong)
        {
            if (!ok)
            {
                throw new FormatException($"The image is damaged: {wrong}.");
            }
        }
    }

    private static bool ReachesRoot(CardRegistry registry, ApplicationEntry entry)
    {
        for (var steps = 0; steps <= registry.Applications.Length; steps++)
        {
            if (entry.Domain == entry.Aid)
            {
                return entry.IsSecurityDomain;
            }

            if (registry.FindDomain(entry.Domain) is not { } parent)
            {
                return false;
            }

            entry = parent;
        }

        return false;
    }

    private static LoadFileEntry ReadLoadFile(ImageReader r)
    {
        var (aid, domain, major, minor, builtIn) = (r.Aid(), r.Aid(), r.Byte(), r.Byte(), r.Byte());
        return new LoadFileEntry(aid, domain, major, minor, r.List(m => m.Aid()), r.List(i => i.Aid()), builtIn != 0);
    }

    private static void Write(ImageWriter writer, ApplicationEntry entry)
    {
        writer.Byte((byte)entry.Kind).Aid(entry.Aid).Aid(entry.LoadFile).Aid(entry.Module).Aid(entry.Domain).Byte(entry.State).Int((int)entry.Privileges)
            .Bytes(entry.ImplicitSelection.AsSpan())
            .List(entry.Services, (w, service) => w.Int(service)).List(entry.UniqueServices, (w, service) => w.Int(service))
            .Byte(entry.Restrictions)
            .Int(entry.Quota.Volatile ?? -1).Int(entry.Quota.Persistent ?? -1).Int(entry.Quota.VolatileReserve).Int(entry.Quota.PersistentReserve);
        if (entry.SecurityDomain is not { } domain)
        {
            return;
        }

        writer.List(domain.Keys, (w, k) => w.Byte(k.Version).Byte(k.Id).Byte(k.Usage).Int(k.Access ?? -1)
                .List(k.Components, (c, part) => c.Byte((byte)part.Type).Bytes(part.Value)))
            .List(domain.Counters, (w, c) => w.Byte(c.Key).Int(c.Value.Sequence).Int(c.Value.Failures))
            .List(domain.DataObjects, (w, d) => w.Int((int)d.Key).Bytes(d.Value.AsSpan()))
            .Int(domain.Confirmations).Byte((byte)domain.Policy);
    }

    private static ApplicationEntry ReadApplication(ImageReader r)
    {
        var kind = (ApplicationKind)r.Byte();
        if (!Enum.IsDefined(kind))
        {
            throw new FormatException($"The image is damaged: there is no kind {(byte)kind} of application.");
        }

        var entry = new ApplicationEntry(kind, r.Aid(), r.Aid(), r.Aid(), r.Aid(), r.Byte(), (Privileges)(uint)r.Int())
        {
            ImplicitSelection = [.. r.Bytes().Span],
            Services = r.List(s => (ushort)s.Int()),
            UniqueServices = r.List(s => (ushort)s.Int()),
            Restrictions = r.Byte(),
            Quota = new MemoryQuota(Optional(r.Int()), Optional(r.Int()), r.Int(), r.Int()),
        };
        return kind != ApplicationKind.SecurityDomain ? entry : entry with
        {
            SecurityDomain = new SecurityDomainData
            {
                Keys = r.List(ReadKey),
                Counters = ImmutableSortedDictionary<byte, KeyVersionCounters>.Empty.SetItems(
                    r.List(c => KeyValuePair.Create(c.Byte(), new KeyVersionCounters(c.Int(), c.Int())))),
                DataObjects = ImmutableSortedDictionary<uint, ImmutableArray<byte>>.Empty.SetItems(
                    r.List(d => KeyValuePair.Create((uint)d.Int(), d.Bytes().ToArray().ToImmutableArray()))),
                Confirmations = r.Int(),
                Policy = (DomainPolicy)r.Byte(),
            },
        };
    }

    private static CardKey ReadKey(ImageReader r)
    {
        var (version, id, usage, access) = (r.Byte(), r.Byte(), r.Byte(), r.Int());
        return new CardKey(version, id, r.List(c => new KeyComponent((KeyType)c.Byte(), c.Bytes().Span)), usage, access < 0 ? null : (byte)access);
    }

    private static ImmutableArray<byte>? ReadHistorical(ImageReader r)
    {
        var isSet = r.Byte() != 0;
        var bytes = r.Bytes();
        return isSet ? [.. bytes.Span] : null;
    }

    private static int? Optional(int value) => value < 0 ? null : value;
}
