namespace Tsms.TsmApi.Results;

/// <summary>What became of one service command (TR-03165 4.2.3.10).</summary>
/// <param name="CommandExecutionStatus">Success, failed, not executed.</param>
/// <param name="PersonalizationResults">Of a personalize command; empty for the others.</param>
public sealed record ServiceCommandResult(CommandResultType CommandExecutionStatus, IReadOnlyList<PersonalizationResult> PersonalizationResults);

/// <summary>What one application answered to its personalization (TR-03165 4.2.3.11).</summary>
/// <param name="ApplicationInstanceAid">AID of the application, hexadecimal.</param>
/// <param name="Results">Commands and answers in their order.</param>
public sealed record PersonalizationResult(string ApplicationInstanceAid, IReadOnlyList<CommandResponsePair> Results);

/// <summary>A command and its answer (TR-03165 4.2.3.12).</summary>
/// <param name="Tag">Name that the personalization script gives to this result.</param>
/// <param name="Command">C-APDU, hexadecimal.</param>
/// <param name="Response">R-APDU, hexadecimal.</param>
public sealed record CommandResponsePair(string Tag, string Command, string Response);
