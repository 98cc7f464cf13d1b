using System.Xml.Linq;

namespace Tsms.Architecture.Tests;

/// <summary>Build rules stand in the central files alone, and the solution knows every project.</summary>
public sealed class ProjectTests
{
    private static readonly string[] s_centralOnly =
        ["TargetFramework", "TargetFrameworks", "LangVersion", "Nullable", "NoWarn", "WarningsNotAsErrors", "TreatWarningsAsErrors", "AnalysisLevel", "Version"];

    private static IEnumerable<string> Projects => Repository.ProjectFiles("");

    [Fact]
    public void Projects_Are_InTheSolution()
    {
        var solution = XDocument.Parse(Repository.Read("Tsms.slnx")).Descendants("Project").Select(project => project.Attribute("Path")!.Value.Replace('\\', '/'));
        Assert.Equal(Projects.Order(StringComparer.Ordinal), solution.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Projects_OfTests_TestAProjectThatExists() => Assert.All(
        Repository.ProjectFiles("tests/").Select(Path.GetFileNameWithoutExtension).Where(name => name != "Tsms.Architecture.Tests"),
        name => Assert.Contains($"src/{name![..^".Tests".Length]}/{name[..^".Tests".Length]}.csproj", Projects));

    [Fact]
    public void Projects_Carry_NoVersionAndNoWarningSwitch()
    {
        var wrong =
            from project in Projects
            let document = XDocument.Parse(Repository.Read(project))
            from element in document.Descendants()
            where s_centralOnly.Contains(element.Name.LocalName)
                || (element.Name.LocalName == "PackageReference" && (element.Attribute("Version") ?? element.Attribute("VersionOverride")) is not null)
            select $"{project}: {element.Name.LocalName} {element.Attribute("Include")?.Value}";
        Laws.Hold(wrong);
    }

    [Fact]
    public void PackageVersions_Are_UsedAndStandOnce()
    {
        var central = XDocument.Parse(Repository.Read("Directory.Packages.props")).Descendants("PackageVersion").Select(p => p.Attribute("Include")!.Value).ToArray();
        Assert.Equal(central.Distinct(StringComparer.OrdinalIgnoreCase), central);
    }
}
