namespace Tsms.TsmApi.Parameters;

/// <summary>A command of deployService or updateService (TR-03165 4.2.3.2).</summary>
public abstract record ServiceCommand
{
    private protected ServiceCommand()
    {
    }
}

/// <summary>Loads and installs what the service provider has configured; leads to UnderDeployment:Installed (TR-03165 4.2.3.3).</summary>
/// <param name="InstallationData">Further data for the installation, key by key, or null.</param>
public sealed record InstallServiceCommand(IReadOnlyDictionary<string, string>? InstallationData = null) : ServiceCommand;

/// <summary>Personalizes as configured; leads to UnderDeployment:Personalized (TR-03165 4.2.3.4).</summary>
/// <param name="PersonalizationData">Further data for the personalization, key by key, or null.</param>
public sealed record PersonalizeServiceCommand(IReadOnlyDictionary<string, string>? PersonalizationData = null) : ServiceCommand;

/// <summary>Makes applications selectable and writes access rules; leads to UnderDeployment:Activated (TR-03165 4.2.3.5).</summary>
/// <param name="SuspensionControl">True: the instance is suspended, not operational, once the deployment is finalized.</param>
public sealed record ActivateServiceCommand(bool SuspensionControl = false) : ServiceCommand;
