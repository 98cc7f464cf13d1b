using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace Tsms.Architecture.Tests;

/// <summary>A project reference is a permission; these hold the table.</summary>
public sealed partial class ReferenceTests
{
    [Fact]
    public void Rooms_Are_InTheTable() => Assert.All(Repository.Rooms, room => Assert.True(ReferenceTable.Knows(room), $"'{room}' is not in the table of permissions."));

    [Fact]
    public void ProjectReferences_OfSrc_AreAllowed()
    {
        var forbidden =
            from project in Repository.ProjectFiles("src/")
            let room = Repository.RoomOf(project)
            from reference in ReferencesOf(project)
            where !ReferenceTable.MayReference(room, reference)
            select $"{room} references {reference}";
        Laws.Hold(forbidden);
    }

    [Fact]
    public void ProjectReferences_OfSrc_NameNoTests() => Assert.DoesNotContain(
        Repository.ProjectFiles("src/").SelectMany(ReferencesOf), reference => reference.EndsWith(".Tests", StringComparison.Ordinal) || reference == "Testing");

    [Fact]
    public void Usings_OfSrc_StayInsideThePermission()
    {
        var rooms = Repository.Rooms.OrderByDescending(room => room.Length).ToArray();
        var forbidden =
            from file in Repository.Sources
            let room = Repository.RoomOf(file)
            from match in Name().Matches(Repository.Code(file))
            let used = rooms.FirstOrDefault(r => match.Value == "Tsms." + r || match.Value.StartsWith($"Tsms.{r}.", StringComparison.Ordinal))
            where used is not null && !ReferenceTable.MayUse(room, used)
            select $"{file} uses {match.Value}";
        Laws.Hold(forbidden);
    }

    [Fact]
    public void Usings_OfSrc_AvoidWhatTheirRoomMustNotTouch()
    {
        var forbidden =
            from file in Repository.Sources
            let room = Repository.RoomOf(file)
            from rule in ReferenceTable.ForbiddenNamespaces
            where rule.Room == room && Name().Matches(Repository.Code(file)).Any(m => m.Value == rule.Namespace || m.Value.StartsWith(rule.Namespace + ".", StringComparison.Ordinal))
            select $"{file} uses {rule.Namespace}: {rule.Reason}";
        Laws.Hold(forbidden);
    }

    private static IEnumerable<string> ReferencesOf(string project) =>
        XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference")
            .Select(reference => Path.GetFileNameWithoutExtension(reference.Attribute("Include")!.Value.Replace('\\', '/'))["Tsms.".Length..]);

    [GeneratedRegex(@"\bTsms(\.[A-Za-z]+)+")]
    private static partial Regex Name();
}
