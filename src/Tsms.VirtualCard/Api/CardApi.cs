using Tsms.VirtualCard.Api.Natives;
using Tsms.VirtualCard.Api.Natives.Security;
using Tsms.VirtualCard.Linking;

namespace Tsms.VirtualCard.Api;

/// <summary>The Java Card API of a card: what the machine is made with.</summary>
internal static class CardApi
{
    /// <summary>The packages and bodies of a profile.</summary>
    public static ApiLibrary Create(ApiProfile? profile = null)
    {
        var chosen = profile ?? ApiProfile.JavaCard305;
        return ApiLibraryBuilder.Build(Natives(chosen), chosen);
    }

    /// <summary>All bodies that this software has, whatever a profile offers.</summary>
    internal static NativeTable Natives(ApiProfile profile)
    {
        var table = new NativeTable();
        LangNatives.Register(table);
        UtilNatives.Register(table);
        AidNatives.Register(table);
        AppletNatives.Register(table);
        ApduNatives.Register(table);
        PinNatives.Register(table);
        JcSystemNatives.Register(table, profile);
        SensitiveArrayNatives.Register(table);
        ResourceNatives.Register(table);
        ServiceNatives.Register(table);
        FrameworkUtilNatives.Register(table);
        BerTagNatives.Register(table);
        BerTlvNatives.Register(table);
        MathNatives.Register(table);
        StringNatives.Register(table);
        BiometryNatives.Register(table);
        Biometry1toNNatives.Register(table);
        ExternalNatives.Register(table);
        GlobalPlatformNatives.Register(table);
        GlobalPinNatives.Register(table);
        UpgradeNatives.Register(table);
        KeyNatives.Register(table);
        KeyEncryptionNatives.Register(table);
        KeyBuilderNatives.Register(table, profile);
        KeyPairNatives.Register(table, profile);
        CipherNatives.Register(table, profile);
        AeadNatives.Register(table);
        SignatureNatives.Register(table, profile);
        IsoSignatureNatives.Register(table);
        DigestNatives.Register(table, profile);
        RandomNatives.Register(table, profile);
        AgreementNatives.Register(table, profile);
        ChecksumNatives.Register(table, profile);
        OneShotPool.Register(table);
        SensitiveResultNatives.Register(table);
        return table;
    }
}
