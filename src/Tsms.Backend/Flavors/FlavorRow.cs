using Tsms.Api.Admin;
using Tsms.Backend.Data;

namespace Tsms.Backend.Flavors;

/// <summary>A Flavor (TR-03165 4.1.4.4) with its FeatureConfig (4.1.4.6).</summary>
internal sealed class FlavorRow : Row
{
    public Guid ServiceId { get; set; }

    public string Name { get; set; } = "";

    public string Description { get; set; } = "";

    public DateTimeOffset CreationDate { get; set; }

    public bool Published { get; set; }

    /// <summary>The linked load files, ordered by <see cref="FlavorElfRow.Position"/>.</summary>
    public List<FlavorElfRow> Elfs { get; set; } = [];

    /// <summary>The instances, ordered by <see cref="FlavorInstanceRow.Position"/>.</summary>
    public List<FlavorInstanceRow> Instances { get; set; } = [];

    public Dictionary<string, string> SpParameters { get; set; } = [];

    public Dictionary<string, string> ContextSpecificAttributes { get; set; } = [];

    public bool UseCspFull { get; set; }

    public Dictionary<string, bool> GenericOptions { get; set; } = [];

    /// <summary>0 none, 1 BASIC_DIVERSIFIED_CREATE, 2 BASIC_CREATE, 3 BASIC_RANDOM_CREATE.</summary>
    public int KeyProvisioningMode { get; set; }

    public string KeyIndex { get; set; } = "";

    public Flavor ToModel() => new()
    {
        Id = Id,
        ServiceId = ServiceId,
        Name = Name,
        Description = Description,
        CreationDate = CreationDate,
        Published = Published,
        ExecutableLoadFileIds = [.. Elfs.OrderBy(e => e.Position).Select(e => e.ElfId)],
        ApplicationInstantiationConfigs = [.. Instances.OrderBy(i => i.Position).Select(i => i.ToModel())],
        SpParameters = SpParameters,
        FeatureConfig = new FeatureConfig { UseCspFull = UseCspFull, GenericOptions = GenericOptions, KeyProvisioningMode = KeyProvisioningMode, KeyIndex = KeyIndex },
        ContextSpecificAttributes = ContextSpecificAttributes,
    };

    /// <summary>Takes over what a service provider may set.</summary>
    public void Apply(Flavor model)
    {
        Name = model.Name!;
        Description = model.Description!;
        SpParameters = new Dictionary<string, string>(model.SpParameters!);
        ContextSpecificAttributes = new Dictionary<string, string>(model.ContextSpecificAttributes!);
        var features = model.FeatureConfig!;
        UseCspFull = features.UseCspFull!.Value;
        GenericOptions = new Dictionary<string, bool>(features.GenericOptions!);
        KeyProvisioningMode = features.KeyProvisioningMode!.Value;
        KeyIndex = features.KeyIndex!;
        Link(model.ExecutableLoadFileIds!);
        SetInstances(model.ApplicationInstantiationConfigs!);
    }

    /// <summary>Makes the linked load files exactly these, in this order; rows that stay are kept.</summary>
    public void Link(IReadOnlyList<Guid> elfIds)
    {
        Elfs.RemoveAll(e => !elfIds.Contains(e.ElfId));
        for (var i = 0; i < elfIds.Count; i++)
        {
            var row = Elfs.Find(e => e.ElfId == elfIds[i]);
            if (row is null)
            {
                Elfs.Add(row = new FlavorElfRow { FlavorId = Id, ElfId = elfIds[i] });
            }

            row.Position = i;
        }
    }

    private void SetInstances(IReadOnlyList<ApplicationInstantiationConfig> configs)
    {
        while (Instances.Count > configs.Count)
        {
            Instances.Remove(Instances.MaxBy(i => i.Position)!);
        }

        for (var i = 0; i < configs.Count; i++)
        {
            var row = Instances.Find(r => r.Position == i);
            if (row is null)
            {
                Instances.Add(row = new FlavorInstanceRow { FlavorId = Id, Position = i });
            }

            row.Priority = configs[i].Priority!.Value;
            row.ModuleId = configs[i].ExecutableModuleId!.Value;
            row.ConfigId = configs[i].ApplicationConfigId!.Value;
        }
    }
}

/// <summary>A Flavor's load file.</summary>
internal sealed class FlavorElfRow
{
    public Guid FlavorId { get; set; }

    public Guid ElfId { get; set; }

    public int Position { get; set; }
}

/// <summary>A Flavor's ApplicationInstantiationConfig (TR-03165 4.1.4.7).</summary>
internal sealed class FlavorInstanceRow
{
    public Guid FlavorId { get; set; }

    public int Position { get; set; }

    /// <summary>1 to 255, lower first.</summary>
    public int Priority { get; set; }

    public Guid ModuleId { get; set; }

    public Guid ConfigId { get; set; }

    public ApplicationInstantiationConfig ToModel() => new() { Priority = Priority, ExecutableModuleId = ModuleId, ApplicationConfigId = ConfigId };
}
