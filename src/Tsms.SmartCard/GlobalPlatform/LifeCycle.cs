namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>Life cycle states as bytes of GET STATUS and SET STATUS (GP Card Specification 2.3.1, 5 and tables 11-3 to 11-6).</summary>
public static class LifeCycle
{
    /// <summary>Executable load file: LOADED, 01.</summary>
    public const byte Loaded = 0x01;

    /// <summary>Application or security domain: INSTALLED, 03.</summary>
    public const byte Installed = 0x03;

    /// <summary>Application or security domain: SELECTABLE, 07.</summary>
    public const byte Selectable = 0x07;

    /// <summary>Security domain: PERSONALIZED, 0F.</summary>
    public const byte Personalized = 0x0F;

    /// <summary>The bit that LOCKED adds to an application's state, 80.</summary>
    public const byte LockedBit = 0x80;

    /// <summary>Card: OP_READY, 01.</summary>
    public const byte CardOpReady = 0x01;

    /// <summary>Card: INITIALIZED, 07.</summary>
    public const byte CardInitialized = 0x07;

    /// <summary>Card: SECURED, 0F.</summary>
    public const byte CardSecured = 0x0F;

    /// <summary>Card: CARD_LOCKED, 7F.</summary>
    public const byte CardLocked = 0x7F;

    /// <summary>Card: TERMINATED, FF.</summary>
    public const byte CardTerminated = 0xFF;
}
