namespace Tsms.VirtualCard.Profiles;

/// <summary>Optional functions of GP Card Specification 2.3.1 that a product may lack.</summary>
public enum CardFunction
{
    /// <summary>INSTALL [for load, install and make selectable].</summary>
    CombinedLoad = 0,

    /// <summary>INSTALL [for extradition].</summary>
    Extradition = 1,

    /// <summary>INSTALL [for registry update].</summary>
    RegistryUpdate = 2,

    /// <summary>Tokens and receipts.</summary>
    DelegatedManagement = 3,

    /// <summary>DAP blocks of load files.</summary>
    DapVerification = 4,

    /// <summary>Load files that come enciphered.</summary>
    CipheredLoad = 5,

    /// <summary>Applications that offer services to others.</summary>
    GlobalServices = 6,

    /// <summary>INSTALL and DELETE in several commands; PUT KEY can be everywhere.</summary>
    CommandChaining = 7,

    /// <summary>GET DATA with a class of ISO/IEC 7816; a product without it answers 6E00.</summary>
    InterindustryData = 8,
}
