namespace Tsms.SmartCard.GlobalPlatform;

/// <summary>
/// Instruction bytes of GlobalPlatform and of ISO/IEC 7816-4 as GlobalPlatform uses them (GP Card Specification 2.3.1, chapter 11).
/// </summary>
public static class GpInstruction
{
    /// <summary>MANAGE CHANNEL, 70.</summary>
    public const byte ManageChannel = 0x70;

    /// <summary>EXTERNAL AUTHENTICATE, 82.</summary>
    public const byte ExternalAuthenticate = 0x82;

    /// <summary>INITIALIZE UPDATE, 50.</summary>
    public const byte InitializeUpdate = 0x50;

    /// <summary>BEGIN R-MAC SESSION, 7A (GP Amendment D 1.1.1, 7.1.3).</summary>
    public const byte BeginRMacSession = 0x7A;

    /// <summary>END R-MAC SESSION, 78 (GP Amendment D 1.1.1, 7.1.4).</summary>
    public const byte EndRMacSession = 0x78;

    /// <summary>SELECT, A4.</summary>
    public const byte Select = 0xA4;

    /// <summary>GET DATA with an even instruction, CA.</summary>
    public const byte GetData = 0xCA;

    /// <summary>GET DATA with an odd instruction, CB: of the interindustry class (11.3.2.1).</summary>
    public const byte GetDataOdd = 0xCB;

    /// <summary>GET RESPONSE, C0.</summary>
    public const byte GetResponse = 0xC0;

    /// <summary>PUT KEY, D8.</summary>
    public const byte PutKey = 0xD8;

    /// <summary>STORE DATA, E2.</summary>
    public const byte StoreData = 0xE2;

    /// <summary>DELETE, E4.</summary>
    public const byte Delete = 0xE4;

    /// <summary>INSTALL, E6.</summary>
    public const byte Install = 0xE6;

    /// <summary>LOAD, E8.</summary>
    public const byte Load = 0xE8;

    /// <summary>SET STATUS, F0.</summary>
    public const byte SetStatus = 0xF0;

    /// <summary>GET STATUS, F2.</summary>
    public const byte GetStatus = 0xF2;
}
