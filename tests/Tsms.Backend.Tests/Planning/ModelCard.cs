using System.Collections.Immutable;
using Tsms.Backend.Planning;
using Tsms.SmartCard;

namespace Tsms.Backend.Tests.Planning;

/// <summary>
/// A card as the planner's promises concern it: who is in whom, what refuses to go while it is needed, and where keys end up when their domain is missing.
/// It obeys GP Card Specification 2.3.1 chapters 9 and 11 as far as the steps go, and knows nothing of journals.
/// </summary>
internal sealed record ModelCard(
    bool TsmDomain, bool TurnedOver, bool StrayKeys, ImmutableDictionary<Aid, bool> Domains, ImmutableDictionary<Aid, (Aid Domain, string Print, ImmutableList<Aid> Imports)> LoadFiles,
    ImmutableDictionary<Aid, (Aid LoadFile, string Print, bool Selectable, bool Locked)> Applications, ImmutableHashSet<Aid> Foreign)
{
    public static ModelCard With(params Aid[] foreign) => new(
        false, false, false, ImmutableDictionary<Aid, bool>.Empty, ImmutableDictionary<Aid, (Aid, string, ImmutableList<Aid>)>.Empty,
        ImmutableDictionary<Aid, (Aid, string, bool, bool)>.Empty, [.. foreign]);

    public bool IsEmpty => !TsmDomain && Domains.IsEmpty && LoadFiles.IsEmpty && Applications.IsEmpty;

    /// <summary>The step's effect, or null when the card refuses it and stays as it is; the effect of refused keys is in <see cref="Refuse"/>.</summary>
    public ModelCard? Try(PlanStep step) => step switch
    {
        PlanStep.EstablishTsmDomain => TsmDomain ? null : this with { TsmDomain = true, TurnedOver = false, StrayKeys = false },
        PlanStep.RemoveTsmDomain => TsmDomain && Domains.IsEmpty && LoadFiles.IsEmpty ? this with { TsmDomain = false, TurnedOver = false, StrayKeys = false } : null,
        _ when !TsmDomain => null,
        PlanStep.Observe => this,
        PlanStep.TurnOverKeys => this with { TurnedOver = true },
        PlanStep.DeleteStrayKeys => StrayKeys ? this with { StrayKeys = false } : null,
        PlanStep.CreateDomain create => Taken(create.Domain) ? null : this with { Domains = Domains.Add(create.Domain, false) },
        PlanStep.PlaceKeys place => Domains.ContainsKey(place.Domain) ? this with { Domains = Domains.SetItem(place.Domain, true) } : null,
        PlanStep.Load load => !Domains.GetValueOrDefault(load.Domain) || Taken(load.File.Aid) || !load.File.Imports.All(LoadFiles.ContainsKey)
            ? null : this with { LoadFiles = LoadFiles.Add(load.File.Aid, (load.Domain, load.File.Fingerprint, [.. load.File.Imports])) },
        PlanStep.Install install => Taken(install.Application.Instance) || !LoadFiles.ContainsKey(install.Application.LoadFile)
            ? null : this with { Applications = Applications.Add(install.Application.Instance, (install.Application.LoadFile, install.Application.Fingerprint, install.Selectable, false)) },
        PlanStep.MakeSelectable make => Applications.TryGetValue(make.Application.Instance, out var a) && !a.Selectable
            ? this with { Applications = Applications.SetItem(make.Application.Instance, a with { Selectable = true }) } : null,
        PlanStep.SetLock set => Applications.TryGetValue(set.Application, out var a) && a.Locked != set.Locked
            ? this with { Applications = Applications.SetItem(set.Application, a with { Locked = set.Locked }) } : null,
        PlanStep.Delete delete => TryDelete(delete.Item.Aid),
        _ => throw new InvalidOperationException($"The model does not know {step}."),
    };

    /// <summary>What a refused step does all the same: STORE DATA without a target goes to the domain that holds the session.</summary>
    public ModelCard Refuse(PlanStep step) => step is PlanStep.PlaceKeys && TsmDomain ? this with { StrayKeys = true } : this;

    public ObservedCard Look() => new(
        Applications.ToDictionary(a => a.Key, a => (byte)((a.Value.Selectable ? 0x07 : 0x03) | (a.Value.Locked ? 0x80 : 0)))
            .Concat(Domains.Select(d => KeyValuePair.Create(d.Key, (byte)0x0F))).ToDictionary(),
        LoadFiles.IsEmpty ? null : LoadFiles.Keys.ToHashSet());

    private ModelCard? TryDelete(Aid aid)
    {
        if (Applications.ContainsKey(aid))
        {
            return this with { Applications = Applications.Remove(aid) };
        }

        if (LoadFiles.ContainsKey(aid))
        {
            var needed = Applications.Values.Any(a => a.LoadFile == aid) || LoadFiles.Values.Any(f => f.Imports.Contains(aid));
            return needed ? null : this with { LoadFiles = LoadFiles.Remove(aid) };
        }

        return Domains.ContainsKey(aid) && LoadFiles.Values.All(f => f.Domain != aid) ? this with { Domains = Domains.Remove(aid) } : null;
    }

    private bool Taken(Aid aid) => Domains.ContainsKey(aid) || LoadFiles.ContainsKey(aid) || Applications.ContainsKey(aid) || Foreign.Contains(aid);
}
