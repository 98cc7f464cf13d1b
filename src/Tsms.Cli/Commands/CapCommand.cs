using System.CommandLine;
using System.Security.Cryptography;
using Spectre.Console;
using Tsms.Cli.Output;
using Tsms.JavaCard;
using Tsms.JavaCard.Components;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms cap info FILE</c>: what a CAP file is made of.</summary>
internal static class CapCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A CAP file (JAR) or IJC file." };
        var json = CommonOptions.Json();
        var info = new Command("info", "Shows what a CAP file is made of.\n\nPackage, imports, applets, components and hashes.\n\nExample:\n  tsms cap info applets/CarKey/CarKey.cap")
        {
            file, json,
        };
        info.SetAction(parsed => Show(parsed.GetValue(file)!, parsed.GetValue(json)));
        return new Command("cap", "CAP files: look inside, verify.") { info, CapVerifyCommand.Create() };
    }

    private static int Show(FileInfo file, bool json)
    {
        CapFile cap;
        try
        {
            cap = CapFile.Read(CommonOptions.ReadFile(file));
        }
        catch (CapFormatException e)
        {
            throw new CommandException($"'{file.Name}' is no CAP file that can be read. {e.Message} (rule {e.Rule}).");
        }

        var description = Describe(cap);
        if (json)
        {
            CliJson.Print(description);
        }
        else
        {
            Print(description);
        }

        return ExitCodes.Done;
    }

    private static CapDescription Describe(CapFile cap) => new(
        cap.Aid.ToString(),
        cap.PackageName ?? "",
        cap.Header.Version.ToString(),
        cap.Header.Format.ToString(),
        cap.Header.IsExtended,
        (cap.Header.Flags & CapFlags.Int) != 0,
        [.. cap.Import.Packages.Select(p => new CapImport(p.Aid.ToString(), p.Version.ToString(), p.Name?.Replace('/', '.') ?? WellKnownPackage.Find(p.Aid)?.Name ?? ""))],
        [.. cap.Applet?.Applets.Select(a => a.Aid.ToString()) ?? []],
        [.. cap.RawComponents.Select(c => new CapComponent(c.Tag.ToString(), c.Bytes.Length))],
        cap.LoadFileDataBlock().Length,
        Convert.ToHexString(cap.LoadFileHash(HashAlgorithmName.SHA1)),
        Convert.ToHexString(cap.LoadFileHash(HashAlgorithmName.SHA256)));

    private static void Print(CapDescription cap)
    {
        var console = AnsiConsole.Console;
        console.MarkupLineInterpolated($"[bold]{(cap.PackageName.Length > 0 ? cap.PackageName : "(package without a name)")}[/] {cap.PackageVersion}, package AID {cap.PackageAid}, CAP format {cap.Format}");
        console.MarkupLineInterpolated($"Load file data block {cap.LoadFileBytes:N0} bytes, SHA-256 {cap.Sha256}");

        var table = new Table().AddColumns("Imports", "Version", "Name");
        foreach (var import in cap.Imports)
        {
            table.AddRow(import.Aid, import.Version, import.Name);
        }

        console.Write(table);
        foreach (var applet in cap.Applets)
        {
            console.MarkupLineInterpolated($"Applet {applet}");
        }

        if (cap.Applets.Count == 0)
        {
            console.WriteLine("No applets: a library.");
        }

        var components = new Table().AddColumn("Component").AddColumn("Bytes", c => c.RightAligned());
        foreach (var component in cap.Components)
        {
            components.AddRow(component.Name, component.Bytes.ToString("N0", System.Globalization.CultureInfo.InvariantCulture));
        }

        console.Write(components);
    }
}

/// <summary>What <c>tsms cap info --json</c> prints.</summary>
internal sealed record CapDescription(
    string PackageAid, string PackageName, string PackageVersion, string Format, bool Extended, bool UsesInt, IReadOnlyList<CapImport> Imports,
    IReadOnlyList<string> Applets, IReadOnlyList<CapComponent> Components, int LoadFileBytes, string Sha1, string Sha256);

/// <summary>An imported package.</summary>
internal sealed record CapImport(string Aid, string Version, string Name);

/// <summary>A component and its bytes.</summary>
internal sealed record CapComponent(string Name, int Bytes);
