using System.Collections.Immutable;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.Access;
using Tsms.VirtualCard.CardManager.Registry;
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
            .Bytes(registry.AccessRules.RefreshTag.AsSpan());
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
        };
        return registry.FindDomain(registry.IssuerDomain) is not null
            ? registry
            : throw new FormatException("The image is damaged: it has no issuer security domain.");
    }

    private static LoadFileEntry ReadLoadFile(ImageReader r)
    {
        var (aid, domain, major, minor, builtIn) = (r.Aid(), r.Aid(), r.Byte(), r.Byte(), r.Byte());
        return new LoadFileEntry(aid, domain, major, minor, r.List(m => m.Aid()), r.List(i => i.Aid()), builtIn != 0);
    }

    private static void Write(ImageWriter writer, ApplicationEntry entry)
    {
        writer.Byte((byte)entry.Kind).Aid(entry.Aid).Aid(entry.LoadFile).Aid(entry.Module).Aid(entry.Domain).Byte(entry.State).Int((int)entry.Privileges);
        if (entry.SecurityDomain is not { } domain)
        {
            return;
        }

        writer.List(domain.Keys, (w, k) => w.Byte(k.Version).Byte(k.Id).Byte((byte)k.Type).Bytes(k.Value))
            .List(domain.Counters, (w, c) => w.Byte(c.Key).Int(c.Value.Sequence).Int(c.Value.Failures))
            .List(domain.DataObjects, (w, d) => w.Int((int)d.Key).Bytes(d.Value.AsSpan()));
    }

    private static ApplicationEntry ReadApplication(ImageReader r)
    {
        var kind = (ApplicationKind)r.Byte();
        if (!Enum.IsDefined(kind))
        {
            throw new FormatException($"The image is damaged: there is no kind {(byte)kind} of application.");
        }

        var entry = new ApplicationEntry(kind, r.Aid(), r.Aid(), r.Aid(), r.Aid(), r.Byte(), (Privileges)(uint)r.Int());
        return kind != ApplicationKind.SecurityDomain ? entry : entry with
        {
            SecurityDomain = new SecurityDomainData
            {
                Keys = r.List(k => new CardKey(k.Byte(), k.Byte(), (KeyType)k.Byte(), k.Bytes().Span)),
                Counters = r.List(c => KeyValuePair.Create(c.Byte(), new KeyVersionCounters(c.Int(), c.Int()))).ToImmutableSortedDictionary(),
                DataObjects = r.List(d => KeyValuePair.Create((uint)d.Int(), d.Bytes().ToArray().ToImmutableArray())).ToImmutableSortedDictionary(),
            },
        };
    }
}
