using System.Text;
using Tsms.Cli.Cards.Keys;
using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.Exploration;
using Tsms.JavaCard;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Cli.Tests;

/// <summary>
/// Steps of content management that lead a card back to where it was: load, install, lock, unlock, delete, a data object there and back. Each step is one or
/// more commands, and only the last of them changes what a host sees.
/// </summary>
internal static class CardOfOneCycle
{
    private static readonly Aid s_package = Aid.Parse("F054534D5301");
    private static readonly Aid s_module = Aid.Parse("F054534D530101");
    private static readonly Aid s_instance = Aid.Parse("F054534D53010101");

    /// <summary>The steps of a cycle, in their order.</summary>
    public static IReadOnlyList<IReadOnlyList<CommandApdu>> Steps { get; } = Make();

    /// <summary>Opens the issuer's domain at the highest level, with the keys that everybody knows.</summary>
    public static async Task<(IDisposable Session, CardTransmit Send)> LogInAsync(CardTransmit plain, CancellationToken cancellationToken)
    {
        Assert.True((await plain(GpCommand.Select(GpAid.IssuerSecurityDomain), cancellationToken)).Sw.IsSuccess);
        await using var keys = new CardKeyRing(GivenKeys.Test());
        return await keys.LogInAsync(plain, cancellationToken);
    }

    /// <summary>All that a host sees of the card: registry, keys, data, free memory.</summary>
    public static async Task<string> LookAsync(CardTransmit send, CancellationToken cancellationToken)
    {
        var seen = new StringBuilder();
        foreach (var command in new[]
        {
            GpCommand.GetStatus(RegistryScope.IssuerSecurityDomain), GpCommand.GetStatus(RegistryScope.Applications), GpCommand.GetStatus(RegistryScope.LoadFilesAndModules),
            GpCommand.GetData(GpTag.KeyInformationTemplate), GpCommand.GetData(0x42), GpCommand.GetData(0xFF21),
        })
        {
            var answer = await send(command, cancellationToken);
            seen.Append(Convert.ToHexString(answer.Data.Span)).Append(' ').Append(answer.Sw).AppendLine();
        }

        return seen.ToString();
    }

    private static List<IReadOnlyList<CommandApdu>> Make()
    {
        var block = CapFile.Read(File.ReadAllBytes(CliRun.AppletPath("CarKey.cap"))).LoadFileDataBlock();
        return
        [
            [GpCommand.InstallForLoad(s_package), .. GpCommand.Load(block, 200)],
            [GpCommand.InstallAndMakeSelectable(s_package, s_module, s_instance)],
            [GpCommand.SetStatus(StatusTarget.Application, 0x80, s_instance)],
            [GpCommand.SetStatus(StatusTarget.Application, 0x00, s_instance)],
            [GpCommand.StoreDataBlock(new byte[] { 0x42, 2, 0x11, 0x11 }, StoreDataFormat.BerTlv, 0, last: true)],
            [GpCommand.Delete(s_instance)],
            [GpCommand.Delete(s_package)],
            [GpCommand.StoreDataBlock(new byte[] { 0x42, 2, 0x22, 0x22 }, StoreDataFormat.BerTlv, 0, last: true)],
        ];
    }
}
