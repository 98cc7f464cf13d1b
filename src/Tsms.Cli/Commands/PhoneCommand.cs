using System.CommandLine;
using Spectre.Console;
using Tsms.Cli.Cards;
using Tsms.Cli.Output;
using Tsms.Cli.Phones;
using Tsms.SmartCard;
using Tsms.SmartCard.Omapi;
using Tsms.TsmApi;
using Tsms.TsmApi.Parameters;
using Tsms.TsmApi.Results;

namespace Tsms.Cli.Commands;

/// <summary><c>tsms phone</c>: what an app on a phone does, over the TSM-API-SDK.</summary>
internal sealed class PhoneCommand
{
    private readonly Option<Uri> _backend = CommonOptions.Address("--backend", "Base address of the backend's device door.", "http://127.0.0.1:8420");
    private readonly CardOptionSet _cards = new();
    private readonly Option<string> _app = new("--app") { Description = "Name of the app; its identity is made of it.", DefaultValueFactory = _ => "org.example.app" };
    private readonly Option<bool> _json = CommonOptions.Json();

    public static Command Create()
    {
        var phone = new PhoneCommand();
        return new Command("phone", "A phone with the TSM-API-SDK and a secure component.") { phone.Status(), phone.Deploy(), phone.Terminate(), phone.Apdu() };
    }

    private Command Status()
    {
        var service = Service();
        var command = Phone("status", "Lists the instances of a Service on this phone.\n\nExample:\n  tsms phone status --image phone.card --service ID");
        command.Add(service);
        command.SetAction((parsed, cancel) => WithPhoneAsync(parsed, async phone =>
        {
            var answer = await phone.Sdk.GetServiceInstancesAsync(parsed.GetValue(service).ToString(), cancel).ConfigureAwait(false);
            Require(answer.ExecutionStatus, answer.ExecutionMessage);
            Print(parsed, answer.ServiceInstances, () =>
            {
                foreach (var instance in answer.ServiceInstances)
                {
                    Console.Out.WriteLine($"{instance.Id}  {instance.State}  version {instance.TechnicalInformation.ServiceVersionTag}  {instance.Reader}");
                }

                Console.Out.WriteLine($"{answer.ServiceInstances.Count} instances.");
            });
        }));
        return command;
    }

    private Command Deploy()
    {
        var service = Service();
        var version = new Option<string>("--version-tag") { Description = "Version, a.b.c.", HelpName = "TAG", DefaultValueFactory = _ => "1.0.0" };
        var command = Phone("deploy", "Creates an instance of a Service and deploys it.\n\nInstall, activate and finalize in one process.\n\nExample:\n  tsms phone deploy --image phone.card --service ID --version-tag 1.0.0");
        command.Add(service);
        command.Add(version);
        command.SetAction((parsed, cancel) => WithPhoneAsync(parsed, async phone =>
        {
            var created = await phone.Sdk.CreateServiceInstanceAsync(parsed.GetValue(service).ToString(), parsed.GetValue(version)!, cancel).ConfigureAwait(false);
            var instance = created.ExecutionStatus == ErrorType.AlreadyExists ? await OnlyInstanceAsync(phone, parsed.GetValue(service), cancel).ConfigureAwait(false) : created.ServiceInstance?.Id;
            if (instance is null)
            {
                Require(created.ExecutionStatus, created.ExecutionMessage);
            }

            var result = await ProcessProgressBar.RunAsync(
                parsed.GetValue(_json), "deploy",
                listener => phone.Sdk.DeployServiceAsync(instance!, [new InstallServiceCommand(), new ActivateServiceCommand()], finalizeDeployment: true, listener, cancel)).ConfigureAwait(false);
            Require(result.ProcessInfo);
            Print(
                parsed, new { ServiceInstanceId = instance, result.ServiceInstanceState, result.ProcessInfo.ProcessId, Traffic = phone.Sdk.Traffic.Current },
                () => Console.Out.WriteLine($"Instance {instance} is {result.ServiceInstanceState}. {TrafficOf(phone)}"));
        }));
        return command;
    }

    private Command Terminate()
    {
        var service = Service();
        var command = Phone("terminate", "Takes a Service off the phone's card.\n\nExample:\n  tsms phone terminate --image phone.card --service ID");
        command.Add(service);
        command.SetAction((parsed, cancel) => WithPhoneAsync(parsed, async phone =>
        {
            var instance = await OnlyInstanceAsync(phone, parsed.GetValue(service), cancel).ConfigureAwait(false)
                ?? throw new CommandException($"There is no instance of Service {parsed.GetValue(service)} on this phone.");
            var result = await ProcessProgressBar.RunAsync(
                parsed.GetValue(_json), "terminate", listener => phone.Sdk.TerminateServiceAsync(instance, listener, cancel)).ConfigureAwait(false);
            Require(result.ProcessInfo);
            Print(
                parsed, new { ServiceInstanceId = instance, result.ProcessInfo.ProcessId, Traffic = phone.Sdk.Traffic.Current },
                () => Console.Out.WriteLine($"Instance {instance} is gone. {TrafficOf(phone)}"));
        }));
        return command;
    }

    private Command Apdu()
    {
        var aid = new Option<string>("--aid") { Description = "AID of the instance, hexadecimal.", Required = true };
        var apdus = new Argument<string[]>("APDU") { Description = "Command APDUs, hexadecimal; none: SELECT only.", Arity = ArgumentArity.ZeroOrMore };
        var command = Phone("apdu", "Selects an instance as the app and sends it commands.\n\nThe card's access rules apply.\n\nExample:\n  tsms phone apdu --image phone.card --aid F054534D530101 8012000000");
        command.Add(aid);
        command.Add(apdus);
        command.SetAction((parsed, cancel) => WithPhoneAsync(parsed, async phone =>
        {
            var answers = await SendAsync(phone, parsed.GetValue(aid)!, parsed.GetValue(apdus) ?? [], cancel).ConfigureAwait(false);
            Print(parsed, answers, () => answers.ForEach(a => Console.Out.WriteLine(a)));
        }));
        return command;
    }

    private static async Task<List<string>> SendAsync(Phone phone, string aid, string[] apdus, CancellationToken cancellationToken)
    {
        if (!Aid.TryParse(aid, out var instance))
        {
            throw new UsageException($"--aid '{aid}' is not an AID of 5 to 16 bytes in hexadecimal.");
        }

        var commands = apdus.Select(a => a.Length % 2 == 0 && a.All(char.IsAsciiHexDigit) && CommandApdu.TryParse(Convert.FromHexString(a), out var command, out _)
            ? command.ToBytes()
            : throw new UsageException($"'{a}' is no command APDU in hexadecimal (ISO 7816-4, 5.2).")).ToList();
        try
        {
            var session = await phone.App.Readers[0].OpenSessionAsync(cancellationToken).ConfigureAwait(false);
            await using (session.ConfigureAwait(false))
            {
                var channel = await session.OpenLogicalChannelAsync(instance, 0x00, cancellationToken).ConfigureAwait(false);
                var answers = new List<string> { Convert.ToHexString(channel.SelectResponse.ToBytes()) };
                foreach (var command in commands)
                {
                    answers.Add(Convert.ToHexString((await channel.TransmitAsync(command, cancellationToken).ConfigureAwait(false)).ToBytes()));
                }

                return answers;
            }
        }
        catch (AccessDeniedException e)
        {
            throw new CommandException($"{e.Message} More: tsms card why {phone.App.Caller} {instance}, with the same card.");
        }
        catch (Exception e) when (e is NoSuchElementException or ChannelNotAvailableException or CardFeatureUnsupportedException)
        {
            throw new CommandException(e.Message);
        }
    }

    private static async Task<string?> OnlyInstanceAsync(Phone phone, Guid service, CancellationToken cancellationToken)
    {
        var answer = await phone.Sdk.GetServiceInstancesAsync(service.ToString(), cancellationToken).ConfigureAwait(false);
        Require(answer.ExecutionStatus, answer.ExecutionMessage);
        return answer.ServiceInstances.Count > 0 ? answer.ServiceInstances[0].Id : null;
    }

    private static Option<Guid> Service() => new("--service") { Description = "Id of the Service.", HelpName = "ID", Required = true };

    private static string TrafficOf(Phone phone)
    {
        var count = phone.Sdk.Traffic.Current;
        return $"{count.Exchanges} exchanges, {count.Requests} requests, {count.Apdus} APDUs, {count.Bytes:N0} bytes.";
    }

    private static void Require(ProcessInfo info) => Require(info.ExecutionStatus, info.ExecutionMessage);

    private static void Require(ErrorType status, string message)
    {
        if (status != ErrorType.NoError)
        {
            throw new CommandException($"{(int)status} {message}");
        }
    }

    private Command Phone(string name, string description)
    {
        var command = new Command(name, description) { _backend };
        _cards.AddTo(command);
        command.Add(_app);
        command.Add(_json);
        return command;
    }

    private async Task<int> WithPhoneAsync(ParseResult parsed, Func<Phone, Task> action)
    {
        var caller = AppIdentity.OfName(parsed.GetValue(_app)!);
        try
        {
            await using var phone = new Phone(_cards.Open(parsed), parsed.GetValue(_backend)!, caller, TimeProvider.System);
            await action(phone).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TransportException or ArgumentException)
        {
            throw new CommandException(e.Message);
        }

        return ExitCodes.Done;
    }

    private void Print<T>(ParseResult parsed, T document, Action words)
    {
        if (parsed.GetValue(_json))
        {
            CliJson.Print(document);
        }
        else
        {
            words();
        }
    }
}
