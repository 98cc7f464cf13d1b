using Tsms.GlobalPlatform.Commands;
using Tsms.GlobalPlatform.SecureChannel;
using Tsms.Issuer.Data;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;

namespace Tsms.Issuer.Sessions;

/// <summary>What the issuer does on a card for a TSM, as commands of its session with the ISD.</summary>
internal static class IssuerScript
{
    /// <summary>
    /// Privileges of a TSM's security domain under authorized management: 80C000, a security domain with trusted path that manages content on its own
    /// authority (GP Card Specification 2.3.1, 6.6.1).
    /// </summary>
    public const Privileges TsmPrivileges = Privileges.SecurityDomain | Privileges.TrustedPath | Privileges.AuthorizedManagement;

    /// <summary>Step of the command that clears away what an earlier attempt may have left.</summary>
    public const string ClearStep = "clear";

    private const string MakeStep = "make";

    /// <summary>Makes the TSM's security domain and gives it its first keys.</summary>
    /// <param name="domain">What the issuer knows: what may be there from an earlier attempt goes first.</param>
    /// <param name="options">Load file and module of security domains.</param>
    /// <param name="keys">The first keys, enciphered for the ISD.</param>
    /// <param name="maxData">Greatest number of data bytes of one command in the session.</param>
    public static IReadOnlyList<ScriptCommand> Establish(TsmDomain domain, IssuerOptions options, EncipheredKeySet keys, int maxData)
    {
        var aid = Aid.Parse(domain.Aid);
        var script = new List<ScriptCommand>();
        if (domain.State != TsmDomainState.Absent)
        {
            script.Add(new ScriptCommand(GpCommand.Delete(aid), $"DELETE {aid}, which an earlier attempt may have left", ClearStep));
        }

        // Without keys of its own and without content it harms nothing: whatever follows a refused INSTALL is refused as well.
        script.Add(new ScriptCommand(
            GpCommand.InstallAndMakeSelectable(
                Aid.Parse(options.SecurityDomainLoadFile), Aid.Parse(options.SecurityDomainModule), aid, TsmPrivileges, InstallParameters.Empty),
            $"INSTALL security domain {aid}", MakeStep));
        script.AddRange(GpCommand.FirstKeys(aid, keys, maxData).Select((c, i) => new ScriptCommand(c, $"first keys of {aid}, command {i + 1}", MakeStep)));
        return script;
    }

    /// <summary>Removes the TSM's security domain; the card refuses while anything is below it.</summary>
    public static IReadOnlyList<ScriptCommand> Remove(TsmDomain domain) =>
        [new ScriptCommand(GpCommand.Delete(Aid.Parse(domain.Aid)), $"DELETE {domain.Aid}", MakeStep)];

    /// <summary>Throws when the answers do not prove that the script was done.</summary>
    /// <exception cref="IssuerFault">Which command the card refused, or whose answer does not verify.</exception>
    public static void Require(WrappedScript script, IReadOnlyList<ReadOnlyMemory<byte>> answers)
    {
        if (answers.Count > script.Commands.Count)
        {
            throw new IssuerFault(Api.Issuer.IssuerErrorCodes.InvalidRequest, $"{answers.Count} answers to {script.Commands.Count} commands.");
        }

        var verdicts = script.Verify(answers);
        for (var i = 0; i < verdicts.Count; i++)
        {
            var source = script.Commands[i].Source;
            switch (verdicts[i])
            {
                case VerifiedAnswer:
                case UnprotectedAnswer when i == 0: // EXTERNAL AUTHENTICATE: its answer carries no R-MAC, the next one does
                case RefusedAnswer { Sw.Value: 0x6A88 } when source.StepId == ClearStep: // nothing was left
                    break;
                case RefusedAnswer refused:
                    throw new IssuerFault(
                        refused.Sw == StatusWord.NotEnoughMemory ? Api.Issuer.IssuerErrorCodes.NoSpace : Api.Issuer.IssuerErrorCodes.CardRefused,
                        $"The card answered {refused.Sw} to {source.Purpose}.");
                case UnverifiableAnswer unverifiable:
                    throw new IssuerFault(
                        Api.Issuer.IssuerErrorCodes.CardRefused, $"The answer to {source.Purpose} proves nothing: {unverifiable.Reason}.");
                default:
                    throw new IssuerFault(Api.Issuer.IssuerErrorCodes.CardRefused, $"The answer to {source.Purpose} carries no MAC.");
            }
        }
    }
}
