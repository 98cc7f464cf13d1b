namespace Tsms.TsmApi;

/// <summary>Operations on a service instance, named after the last command, or _FINALIZE with finalize (TR-03165 4.2.4.2).</summary>
public enum ServiceOperation
{
    /// <summary>0 NO_OPERATION.</summary>
    NoOperation = 0,

    /// <summary>10 SERVICE_DEPLOYMENT_INSTALLATION.</summary>
    ServiceDeploymentInstallation = 10,

    /// <summary>11 SERVICE_DEPLOYMENT_PERSONALIZATION.</summary>
    ServiceDeploymentPersonalization = 11,

    /// <summary>12 SERVICE_DEPLOYMENT_ACTIVATION.</summary>
    ServiceDeploymentActivation = 12,

    /// <summary>13 SERVICE_DEPLOYMENT_FINALIZE.</summary>
    ServiceDeploymentFinalize = 13,

    /// <summary>20 SERVICE_UPDATE_INSTALLATION.</summary>
    ServiceUpdateInstallation = 20,

    /// <summary>21 SERVICE_UPDATE_PERSONALIZATION.</summary>
    ServiceUpdatePersonalization = 21,

    /// <summary>22 SERVICE_UPDATE_ACTIVATION.</summary>
    ServiceUpdateActivation = 22,

    /// <summary>23 SERVICE_UPDATE_FINALIZE.</summary>
    ServiceUpdateFinalize = 23,

    /// <summary>30 SERVICE_SUSPENSION.</summary>
    ServiceSuspension = 30,

    /// <summary>31 SERVICE_RESUMPTION.</summary>
    ServiceResumption = 31,

    /// <summary>40 SERVICE_TERMINATION.</summary>
    ServiceTermination = 40,
}
