namespace Tsms.Backend.Lifecycle;

/// <summary>States of a service instance with the numbers of TR-03165 4.2.4.2.</summary>
internal enum ServiceState
{
    Unknown = 0,
    NotDeployed = 1,
    UnderDeploymentInitialized = 10,
    UnderDeploymentInstalled = 11,
    UnderDeploymentPersonalized = 12,
    UnderDeploymentActivated = 14,
    DeployedOperational = 21,
    DeployedSuspended = 22,
    InError = 25,
}

/// <summary>Operations with the numbers of TR-03165 4.2.4.3.</summary>
internal enum ServiceOperation
{
    None = 0,
    DeploymentInstallation = 10,
    DeploymentPersonalization = 11,
    DeploymentActivation = 12,
    DeploymentFinalize = 13,
    UpdateInstallation = 20,
    UpdatePersonalization = 21,
    UpdateActivation = 22,
    UpdateFinalize = 23,
    Suspension = 30,
    Resumption = 31,
    Termination = 40,
}

/// <summary>What a phone asks of an instance: the five calls of TR-03165 4.2.5 that start a process.</summary>
internal enum ServiceCall
{
    Deploy,
    Update,
    Suspend,
    Resume,
    Terminate,
}

/// <summary>Commands of deployService and updateService.</summary>
internal enum ServiceCommandKind
{
    Install,
    Personalize,
    Activate,
}

/// <summary>Which commands an instance has behind it.</summary>
[Flags]
internal enum ExecutedCommands
{
    None = 0,
    Install = 1,
    Personalize = 2,
    Activate = 4,
}
