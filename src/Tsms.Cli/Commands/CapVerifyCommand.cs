using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Output;
using Tsms.JavaCard;
using Tsms.JavaCard.Exports;
using Tsms.JavaCard.Verification;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms cap verify FILE</c>: structure and types of a CAP file, method by method.</summary>
internal static class CapVerifyCommand
{
    public static Command Create()
    {
        var file = new Argument<FileInfo>("FILE") { Description = "A CAP file (JAR) or IJC file; of a JAR with several packages all are verified." };
        var exports = new Option<FileInfo[]>("--exports")
        {
            Description = "Export files (.exp), or CAP files of libraries, of packages that are imported and are not those of Java Card or GlobalPlatform.",
            AllowMultipleArgumentsPerToken = true,
            DefaultValueFactory = _ => [],
        };
        var json = CommonOptions.Json();
        var verify = new Command(
            "verify",
            "Verifies a CAP file: its structure, and types in each method."
            + "\n\nIts components against each other, and the types in each method (JCVM chapters 6 and 7). Exit code 1 when something is wrong."
            + "\n\nExample:\n  tsms cap verify applets/CarKey/CarKey.cap")
        {
            file, exports, json,
        };
        verify.SetAction(parsed => Verify(parsed.GetValue(file)!, parsed.GetValue(exports) ?? [], parsed.GetValue(json)));
        return verify;
    }

    private static int Verify(FileInfo file, FileInfo[] exports, bool json)
    {
        var findings = Findings(CommonOptions.ReadFile(file), Lookup(exports));
        if (json)
        {
            CliJson.Print(new CapVerification(file.Name, findings.Count == 0, findings));
        }
        else
        {
            Print(file.Name, findings);
        }

        return findings.Count == 0 ? ExitCodes.Done : ExitCodes.Failed;
    }

    private static List<CapFinding> Findings(byte[] bytes, ExportLookup exports)
    {
        var findings = new List<CapFinding>();
        try
        {
            // A package stands after those of the same JAR that it imports.
            foreach (var cap in CapFile.ReadAll(bytes))
            {
                var report = CapVerifier.Verify(cap, exports);
                findings.AddRange(report.Findings.Select(f => new CapFinding(
                    cap.Aid.ToString(), f.Rule.ToString(), f.Component, f.Method, f.Offset < 0 ? null : f.Offset, $"JCVM {f.Section}", f.Message)));
                if (report.IsValid)
                {
                    exports = WithAll(exports, cap);
                }
            }
        }
        catch (CapFormatException e)
        {
            findings.Add(new CapFinding("", nameof(VerificationRule.Format), e.Component, null, e.Offset, "JCVM 6", $"{e.Reason} (rule {e.Rule})"));
        }

        return findings;
    }

    // An extended file may export several packages, or none.
    private static ExportLookup WithAll(ExportLookup exports, CapFile cap) =>
        Enumerable.Range(0, cap.Export?.Packages.Length ?? 0).Aggregate(exports, (all, number) => all.With(ExportFile.Of(cap, exports, number)));

    private static ExportLookup Lookup(FileInfo[] files)
    {
        var exports = ExportLookup.Api;
        foreach (var file in files)
        {
            try
            {
                var bytes = CommonOptions.ReadFile(file);
                exports = exports.With(bytes is [0x00, 0xFA, 0xCA, 0xDE, ..] ? ExportFile.Read(bytes) : ExportFile.Of(CapFile.Read(bytes), exports));
            }
            catch (CapFormatException e)
            {
                throw new CommandException($"'{file.Name}' is no export file and no CAP file that exports something. {e.Message}.");
            }
        }

        return exports;
    }

    private static void Print(string name, List<CapFinding> findings)
    {
        var console = AnsiConsole.Console;
        if (findings.Count == 0)
        {
            console.MarkupLineInterpolated($"[green]{name} is valid.[/]");
            return;
        }

        console.MarkupLineInterpolated($"[red]{name}: {findings.Count} findings.[/]");
        foreach (var f in findings)
        {
            var place = string.Join(' ', new[] { f.Component, f.Method, f.Offset is null ? null : $"at byte {f.Offset}" }.Where(t => t is not null));
            console.MarkupLineInterpolated($"{place}: {f.Message} ({f.Rule}, {f.Section})");
        }
    }
}

/// <summary>What <c>tsms cap verify --json</c> prints.</summary>
internal sealed record CapVerification(string File, bool Valid, IReadOnlyList<CapFinding> Findings);

/// <summary>A finding: package, rule, component, method and byte offset in the component when there are such, section, words.</summary>
internal sealed record CapFinding(string Package, string Rule, string Component, string? Method, int? Offset, string Section, string Message);
