namespace Tsms.TsmApi;

/// <summary>Answer of the check for an update (TR-03165 4.2.5.8).</summary>
public enum UpdateAvailable
{
    /// <summary>0 NO_UPDATE_AVAILABLE.</summary>
    NoUpdateAvailable = 0,

    /// <summary>1 UPDATE_AVAILABLE.</summary>
    UpdateAvailable = 1,
}
