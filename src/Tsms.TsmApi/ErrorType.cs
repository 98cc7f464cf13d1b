namespace Tsms.TsmApi;

/// <summary>Error categories: the values of executionStatus (TR-03165 4.2.4.4).</summary>
public enum ErrorType
{
    /// <summary>0 NO_ERROR: successful execution; the message is empty.</summary>
    NoError = 0,

    /// <summary>1 TSM_NOT_AVAILABLE: the TSM is not available.</summary>
    TsmNotAvailable = 1,

    /// <summary>2 INTERNAL_ERROR: an internal error during execution.</summary>
    InternalError = 2,

    /// <summary>3 NETWORK_CONNECTION_ERROR: no connection to the TSM.</summary>
    NetworkConnectionError = 3,

    /// <summary>4 INVALID_ARGUMENT: a method was called with invalid parameters.</summary>
    InvalidArgument = 4,

    /// <summary>5 NOT_AUTHENTICATED: authentication failed.</summary>
    NotAuthenticated = 5,

    /// <summary>6 EXECUTION_INTERRUPTED: a running process was interrupted or cancelled.</summary>
    ExecutionInterrupted = 6,

    /// <summary>7 SECURE_COMPONENT_ERROR: the content of the secure component stands in the way.</summary>
    SecureComponentError = 7,

    /// <summary>8 NO_ELIGIBLE_SC: the eligibility check failed.</summary>
    NoEligibleSc = 8,

    /// <summary>9 SC_INACCESSIBLE: a secure component is there but must not or cannot be accessed.</summary>
    ScInaccessible = 9,

    /// <summary>10 SC_CHANNEL_NOT_AVAILABLE: no basic or logical channel is free.</summary>
    ScChannelNotAvailable = 10,

    /// <summary>11 NFC_NOT_ACTIVATED: the secure component needs NFC, which is off.</summary>
    NfcNotActivated = 11,

    /// <summary>12 ORPHANED_SERVICE_INSTANCE: the instance's Flavor is gone; it can be suspended, resumed and terminated only.</summary>
    OrphanedServiceInstance = 12,

    /// <summary>13 NOT_ALLOWED: the instance's state does not allow this.</summary>
    NotAllowed = 13,

    /// <summary>14 ALREADY_EXISTS: there is an instance already.</summary>
    AlreadyExists = 14,

    /// <summary>15 UNAUTHORIZED: the app may not use this TSM.</summary>
    Unauthorized = 15,

    /// <summary>16 ISSUER_ERROR: the issuer's systems failed.</summary>
    IssuerError = 16,

    /// <summary>17 NOT_FOUND: the resource is not there, or not for this service provider.</summary>
    NotFound = 17,

    /// <summary>18 OVERLOAD_PROTECTION: too much load, try later.</summary>
    OverloadProtection = 18,

    /// <summary>19 UNDER_MAINTENANCE: maintenance, try later.</summary>
    UnderMaintenance = 19,

    /// <summary>20 DEVICE_INTEGRITY_CHECK_FAILED: the phone is not in a state to be trusted.</summary>
    DeviceIntegrityCheckFailed = 20,

    /// <summary>100 UNSPECIFIED: none of the others.</summary>
    Unspecified = 100,
}
