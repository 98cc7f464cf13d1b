namespace Tsms.TsmApi;

/// <summary>States of a service instance (TR-03165 4.2.4.1).</summary>
public enum ServiceInstanceState
{
    /// <summary>0 UNKNOWN.</summary>
    Unknown = 0,

    /// <summary>1 NOT_DEPLOYED.</summary>
    NotDeployed = 1,

    /// <summary>10 INITIALIZED: UnderDeployment:Initialized, while a process runs.</summary>
    Initialized = 10,

    /// <summary>11 INSTALLED: UnderDeployment:Installed.</summary>
    Installed = 11,

    /// <summary>12 PERSONALIZED: UnderDeployment:Personalized.</summary>
    Personalized = 12,

    /// <summary>14 ACTIVATED: UnderDeployment:Activated.</summary>
    Activated = 14,

    /// <summary>21 OPERATIONAL: Deployed:Operational.</summary>
    Operational = 21,

    /// <summary>22 SUSPENDED: Deployed:Suspended.</summary>
    Suspended = 22,

    /// <summary>25 IN_ERROR.</summary>
    InError = 25,
}
