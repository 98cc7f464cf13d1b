namespace Tsms.TsmApi;

/// <summary>Answer of the check for a deployment (TR-03165 4.2.5.7).</summary>
public enum DeploymentAvailable
{
    /// <summary>0 DEVICE_NOT_ELIGIBLE.</summary>
    DeviceNotEligible = 0,

    /// <summary>1 DEPLOYMENT_AVAILABLE.</summary>
    DeploymentAvailable = 1,
}
