namespace Tsms.Backend.Rest;

/// <summary>What an operation answers when it succeeds.</summary>
internal enum AnswerKind
{
    /// <summary>204 without content.</summary>
    Nothing,

    /// <summary>200 with an entity.</summary>
    One,

    /// <summary>200 with a list of entities.</summary>
    List,

    /// <summary>200 with the bytes of a file.</summary>
    Binary,
}

/// <summary>An answer by kind and entity; the entity is null for kinds without one.</summary>
internal sealed record AnswerShape(AnswerKind Kind, EntityShape? Entity = null)
{
    public static readonly AnswerShape Nothing = new(AnswerKind.Nothing);

    public static readonly AnswerShape Binary = new(AnswerKind.Binary);

    public static AnswerShape Of(EntityShape entity) => new(AnswerKind.One, entity);

    public static AnswerShape ListOf(EntityShape entity) => new(AnswerKind.List, entity);
}

/// <summary>A JSON body that is a bare list or map.</summary>
/// <param name="Name">How error messages call it.</param>
/// <param name="Format">What it must be.</param>
/// <param name="Description">What it means, for the OpenAPI document.</param>
internal sealed record ValueShape(string Name, Format Format, string Description)
{
    public static readonly ValueShape ElfIds = new("elfIds", Shapes.UuidList, "Ids of the load files.");

    public static readonly ValueShape FlavorIds = new("flavorIds", Shapes.UuidList, "Ids of the Flavors.");

    public static readonly ValueShape FlavorsWithProfiles = new("flavorIds", Shapes.Deployments, "Ids of the Flavors, and for each the ids of its SecureComponentProfiles.");

    public static readonly ValueShape ProfileIds = new("secureComponentProfileIds", Shapes.UuidList, "Ids of the SecureComponentProfiles.");

    public static readonly ValueShape ProfilesWithFlavor =
        new("secureComponentProfileIds", new MapFormat(Shapes.Uuid, Shapes.Uuid), "Ids of the SecureComponentProfiles, and for each the id of its Flavor.");
}
