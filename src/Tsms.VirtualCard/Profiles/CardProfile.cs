using System.Collections.Immutable;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Tsms.VirtualCard.Profiles;

/// <summary>
/// What a product is like: versions, sizes, options. Facts only; keys and numbers of one single card come in with <see cref="CardPersonalization"/>.
/// Hexadecimal values are strings of upper-case digits.
/// </summary>
public sealed record CardProfile
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        ReadCommentHandling = JsonCommentHandling.Skip,
        Converters = { new JsonStringEnumConverter<SecureElementKind>(JsonNamingPolicy.CamelCase), new JsonStringEnumConverter<CardFunction>(JsonNamingPolicy.CamelCase) },
        WriteIndented = true,
    };

    /// <summary>Short name, lower case with dashes; unique among profiles.</summary>
    public required string Name { get; init; }

    /// <summary>What the product is, in a sentence.</summary>
    public required string Description { get; init; }

    /// <summary>Where the facts come from: public documents, pages, traces.</summary>
    public ImmutableArray<string> Sources { get; init; } = [];

    /// <summary>True for profiles that stand for no product that is sold: development and tests only.</summary>
    public bool Test { get; init; } = true;

    /// <summary>Embedded secure element, eUICC or UICC.</summary>
    public required SecureElementKind Kind { get; init; }

    /// <summary>Answer to reset.</summary>
    public required string Atr { get; init; }

    /// <summary>Java Card version, for instance <c>3.0.5</c>.</summary>
    public required string JavaCardVersion { get; init; }

    /// <summary>GlobalPlatform Card Specification version, for instance <c>2.3.1</c>.</summary>
    public required string GlobalPlatformVersion { get; init; }

    /// <summary>SCP03 parameter i: 01 S16 mode, 10 pseudo-random challenge, 20 R-MAC, 40 R-ENCRYPTION (GP Amendment D, table 5-1). Default 70.</summary>
    [JsonConverter(typeof(HexByteConverter))]
    public byte Scp03Options { get; init; } = 0x70;

    /// <summary>Lowest level that EXTERNAL AUTHENTICATE may ask for; default 01, C-MAC.</summary>
    [JsonConverter(typeof(HexByteConverter))]
    public byte MinimumSecurityLevel { get; init; } = 0x01;

    /// <summary>Length of the issuer's keys in bytes: 16, 24 or 32.</summary>
    public int IssuerKeyLength { get; init; } = 16;

    /// <summary>Failed authentications of a key version before it is blocked for good; null: no limit.</summary>
    public int? AuthenticationLimit { get; init; }

    /// <summary>AID of the issuer security domain.</summary>
    public string IssuerSecurityDomain { get; init; } = "A000000151000000";

    /// <summary>Privileges of the issuer security domain, three bytes.</summary>
    public string IssuerPrivileges { get; init; } = "9EFE80";

    /// <summary>Life cycle state that the card is delivered in; default 0F, SECURED.</summary>
    [JsonConverter(typeof(HexByteConverter))]
    public byte CardState { get; init; } = 0x0F;

    /// <summary>Number of logical channels, the basic one included: 1 to 20.</summary>
    public int Channels { get; init; } = 4;

    /// <summary>Non-volatile memory for packages, objects and registry, in bytes.</summary>
    public required int PersistentMemory { get; init; }

    /// <summary>Volatile memory for objects of CLEAR_ON_RESET, in bytes.</summary>
    public required int ResetMemory { get; init; }

    /// <summary>Volatile memory for objects of CLEAR_ON_DESELECT, in bytes.</summary>
    public required int DeselectMemory { get; init; }

    /// <summary>Size of the transaction buffer, in bytes (JCSystem.getMaxCommitCapacity).</summary>
    public int CommitCapacity { get; init; } = 4096;

    /// <summary>Size of the APDU buffer, in bytes; default 261, short commands. More than 261 where applets may take extended length.</summary>
    public int ApduBuffer { get; init; } = 261;

    /// <summary>Most data bytes of one command; default 65,535. 255 where the product takes short commands only: longer ones are answered 6700.</summary>
    public int MaxCommandData { get; init; } = 65_535;

    /// <summary>Words (16 bits) of the stack that holds locals and operands of all methods at work; 256 to 65,535, default 2,048.</summary>
    public int StackWords { get; init; } = 2048;

    /// <summary>Methods that may be at work at once, one calling the other; 16 to 4,096, default 96.</summary>
    public int Frames { get; init; } = 96;

    /// <summary>
    /// Byte codes that one command may run, so that an applet which never ends does not hold the card: it is ended with 6F00, its transaction undone and its transient
    /// objects cleared. Native work counts too, a key pair as 25 million. 1,000,000 to 10,000,000,000, default 250,000,000: about two seconds.
    /// </summary>
    public long ByteCodesPerCommand { get; init; } = 250_000_000;

    /// <summary>
    /// For a card that offers T=0 only: whether it leaves the way of answers to the host, as a reader that passes commands on untouched does. Data of an answer
    /// to a command with data then wait for GET RESPONSE (61xx), and a wrong Le is answered 6Cxx. Default false: the reader sees to that.
    /// </summary>
    public bool GetResponseByHost { get; init; }

    /// <summary>Longest load file data block, in bytes, that the card takes.</summary>
    public int MaxLoadFile { get; init; } = 262_144;

    /// <summary>
    /// Whether the card verifies byte code when it is loaded; it then refuses load files without Descriptor component. Default false: it trusts who loads.
    /// </summary>
    public bool VerifiesCode { get; init; }

    /// <summary>The 42 bytes of production data (CPLC, tag 9F7F); the four at offset 12 are replaced by the serial number of the card.</summary>
    public required string Cplc { get; init; }

    /// <summary>Whether SELECT of a security domain answers with management data (tag 73); default true.</summary>
    public bool ManagementDataInFci { get; init; } = true;

    /// <summary>Value of card data (tag 66): the template 73 as GP Card Specification 2.3.1, H.2, has it. Null: made from the versions.</summary>
    public string? CardData { get; init; }

    /// <summary>Value of card capability information (tag 67, H.4). Null: made from what the card can.</summary>
    public string? CardCapability { get; init; }

    /// <summary>Rules that the ARA-M has at the beginning, each a REF-AR-DO (E2). Null: the card has no ARA-M.</summary>
    public ImmutableArray<string>? AccessRules { get; init; }

    /// <summary>
    /// Algorithms of javacard.security and javacardx.crypto that the product lacks, each a family (Cipher, Signature, Digest, Key, Agreement, Random,
    /// Checksum) and the constant of the API: <c>Cipher 14</c>. The runtime answers NO_SUCH_ALGORITHM for them.
    /// </summary>
    public ImmutableArray<string> WithoutAlgorithms { get; init; } = [];

    /// <summary>Optional functions of GlobalPlatform that the product lacks.</summary>
    public ImmutableArray<CardFunction> WithoutFunctions { get; init; } = [];

    /// <summary>True when the answer to reset offers T=0 and no T=1; applets see it in APDU.getProtocol.</summary>
    [JsonIgnore]
    public bool SpeaksT0 => CardManager.AnswerToReset.OffersT0Only(Convert.FromHexString(Atr));

    /// <summary>Tags of data objects that the product lacks, for instance <c>9F7F</c>: GET DATA answers 6A88 for them.</summary>
    public ImmutableArray<string> WithoutObjects { get; init; } = [];

    /// <summary>
    /// Tags that GET STATUS tells of applications and domains beside 4F, 9F70 and C5 when no tag list is given (GP Card Specification 2.3.1, 11.4.3.1): of C4, CC, CF.
    /// </summary>
    public ImmutableArray<string> StatusTags { get; init; } = [];

    /// <summary>True when the product lacks a data object.</summary>
    public bool LacksObject(uint tag) => WithoutObjects.Any(t => Convert.ToUInt32(t, 16) == tag);

    /// <summary>True when the product lacks a function.</summary>
    public bool Lacks(CardFunction function) => WithoutFunctions.Contains(function);

    /// <summary>Reads a profile and checks it.</summary>
    /// <exception cref="FormatException">It is no JSON, has an unknown or missing member, or a value out of range; the message names it.</exception>
    public static CardProfile Parse(ReadOnlySpan<byte> json)
    {
        try
        {
            var profile = JsonSerializer.Deserialize<CardProfile>(json, Json) ?? throw new FormatException("The profile is empty: an object is needed.");
            profile.Check();
            return profile;
        }
        catch (JsonException e)
        {
            throw new FormatException($"The profile is not as it should be at {e.Path}, line {e.LineNumber + 1}: {e.Message}", e);
        }
    }

    /// <summary>The profile as JSON, as <see cref="Parse"/> reads it.</summary>
    public byte[] ToJson() => JsonSerializer.SerializeToUtf8Bytes(this, Json);

    private void Check()
    {
        Need(!string.IsNullOrWhiteSpace(Name), "name", "is empty");
        Need(Channels is >= 1 and <= 20, "channels", "is not 1 to 20");
        Need(IssuerKeyLength is 16 or 24 or 32, "issuerKeyLength", "is not 16, 24 or 32");
        Need((Scp03Options & 0x60) != 0x40 && (Scp03Options & ~0x71) == 0, "scp03Options", "is none of 00, 10, 20, 30, 60, 70, or one of these with 01");
        Need(PersistentMemory > 0 && ResetMemory > 0 && DeselectMemory > 0 && CommitCapacity > 0 && MaxLoadFile > 0, "memory", "has a size that is not positive");
        Need(AuthenticationLimit is null or > 0, "authenticationLimit", "is not positive");
        Need(ApduBuffer is >= 261 and <= 33_000, "apduBuffer", "is not 261 to 33000");
        Need(StackWords is >= 256 and <= 65_535, "stackWords", "is not 256 to 65535");
        Need(Frames is >= 16 and <= 4096, "frames", "is not 16 to 4096");
        Need(ByteCodesPerCommand is >= 1_000_000 and <= 10_000_000_000, "byteCodesPerCommand", "is not 1000000 to 10000000000");
        Need(MaxCommandData is >= 255 and <= 65_535, "maxCommandData", "is not 255 to 65535");
        Need(WithoutFunctions.Distinct().Count() == WithoutFunctions.Length, "withoutFunctions", "names a function twice");
        Need(WithoutObjects.All(t => t.Length % 2 == 0 && IsHex(t, 1, 2)), "withoutObjects", "holds something that is no tag of one or two bytes");
        Need(StatusTags.All(t => t is "C4" or "CC" or "CF"), "statusTags", "holds something other than C4, CC and CF");
        Need(IsHex(Atr, 2, 33), "atr", "is not 2 to 33 bytes of hexadecimal digits");
        Need(!GetResponseByHost || SpeaksT0, "getResponseByHost", "is for a card whose 'atr' offers T=0 only");
        Need(IsHex(Cplc, 42, 42), "cplc", "is not 42 bytes of hexadecimal digits");
        Need(IsHex(IssuerPrivileges, 3, 3), "issuerPrivileges", "is not 3 bytes of hexadecimal digits");
        Need(IsHex(IssuerSecurityDomain, 5, 16), "issuerSecurityDomain", "is not an AID");
        Need(CardData is null || IsHex(CardData, 1, 250), "cardData", "is not hexadecimal digits");
        Need(CardCapability is null || IsHex(CardCapability, 1, 250), "cardCapability", "is not hexadecimal digits");
        Need(AccessRules is null || AccessRules.Value.All(r => IsHex(r, 1, 250)), "accessRules", "holds something that is not hexadecimal digits");

        void Need(bool ok, string member, string wrong)
        {
            if (!ok)
            {
                throw new FormatException($"Profile '{Name}': '{member}' {wrong}.");
            }
        }
    }

    private static bool IsHex(string text, int min, int max) =>
        text.Length % 2 == 0 && text.Length / 2 >= min && text.Length / 2 <= max && text.All(char.IsAsciiHexDigit);
}

/// <summary>What a secure component is, as the TR tells them apart.</summary>
public enum SecureElementKind
{
    /// <summary>Embedded secure element, soldered into the device.</summary>
    Ese = 0,

    /// <summary>Embedded UICC.</summary>
    Euicc = 1,

    /// <summary>Removable UICC.</summary>
    Uicc = 2,
}
