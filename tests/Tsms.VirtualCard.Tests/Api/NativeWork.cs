using Tsms.VirtualCard.Machine;
using Tsms.VirtualCard.Memory;

namespace Tsms.VirtualCard.Tests.Api;

/// <summary>Objects of the API that are ready for use, by the class that a native method is called on, and what calls of it take of the command's byte codes.</summary>
internal sealed class NativeWork
{
    public const int Long = 16_384;
    private readonly ApiMachine _card;
    private readonly HeapObject _aes;
    private readonly HeapObject _des;

    public NativeWork(ApiMachine card)
    {
        _card = card;
        Array = card.Bytes(Enumerable.Repeat((byte)0x11, (2 * Long) - 1).ToArray());
        _aes = Key(15, 128);
        _des = Key(3, 192);
    }

    /// <summary>An array of 32,768 bytes less one, whose bytes are digits of any format.</summary>
    public HeapObject Array { get; }

    /// <summary>An instance for calls of a class of the card; null where nothing makes one that can be used.</summary>
    public HeapObject? Instance(string type) => type switch
    {
        "javacardx/crypto/Cipher$Card" => Ready(Cipher(1), _des, 2),
        "javacardx/crypto/AEADCipher$Card" => Ready(Cipher(unchecked((sbyte)0xF3)), _aes, 2),
        "javacard/security/Signature$Card" => Ready(
            _card.Object("javacard/security/Signature", "getInstance(BZ)Ljavacard/security/Signature;", 2, false), _des, 1),
        "javacard/security/MessageDigest$Card" => _card.Object("javacard/security/MessageDigest", "getInstance(BZ)Ljavacard/security/MessageDigest;", 4, false),
        "javacard/security/InitializedMessageDigest$Card" => _card.Object(
            "javacard/security/MessageDigest", "getInitializedMessageDigestInstance(BZ)Ljavacard/security/InitializedMessageDigest;", 4, false),
        "javacard/security/RandomData$Card" => _card.Object("javacard/security/RandomData", "getInstance(B)Ljavacard/security/RandomData;", 2),
        "javacard/security/Checksum$Card" => _card.Object("javacard/security/Checksum", "getInstance(BZ)Ljavacard/security/Checksum;", 2, false),
        "javacard/security/GenericSecretKey$Card" => Built(20, 2048),
        "javacard/framework/OwnerPIN" => _card.New("javacard/framework/OwnerPIN", "(BB)V", 3, 127),
        "javacardx/biometry/OwnerBioTemplate$Card" => Enrolled(_card.Object("javacardx/biometry/BioBuilder", "buildBioTemplate(BB)Ljavacardx/biometry/OwnerBioTemplate;", 31, 3)),
        "javacardx/biometry1toN/OwnerBioTemplateData$Card" => Template(),
        "javacardx/biometry1toN/OwnerBioMatcher$Card" => Matcher(),
        "javacardx/framework/math/BigNumber" => _card.New(type, "(S)V", 64),
        "javacardx/framework/tlv/PrimitiveBERTLV" => _card.New(type, "(S)V", Long),
        _ => null,
    };

    /// <summary>What a call takes of the command's byte codes; an exception costs, too.</summary>
    public static long Run(ApiMachine card, MethodInfo method, short[] words)
    {
        card.Vm.Refuel();
        try
        {
            card.Vm.Call(method, card.Owner, words);
        }
        catch (JavaThrow)
        {
            // refused: what was looked at until then has been taken all the same
        }

        return card.Vm.ByteCodesRun;
    }

    private HeapObject Template() => Enrolled(_card.Object(
        "javacardx/biometry1toN/Bio1toNBuilder", "buildBioTemplateData(B)Ljavacardx/biometry1toN/OwnerBioTemplateData;", 31));

    private HeapObject Matcher()
    {
        var made = _card.Object("javacardx/biometry1toN/Bio1toNBuilder", "buildBioMatcher(SBB)Ljavacardx/biometry1toN/OwnerBioMatcher;", 1, 31, 3);
        _card.Call(made, "putBioTemplateData(SLjavacardx/biometry1toN/BioTemplateData;)V", 0, Template());
        return made;
    }

    private HeapObject Enrolled(HeapObject template)
    {
        _card.Call(template, "init([BSS)V", Array, 0, 8);
        _card.Call(template, "doFinal()V");
        return template;
    }

    private HeapObject Key(int type, int bits)
    {
        var key = _card.Object("javacard/security/KeyBuilder", "buildKey(BSZ)Ljavacard/security/Key;", type, bits, false);
        _card.Call(key, "setKey([BS)V", Array, 0);
        return key;
    }

    private HeapObject Built(int type, int bits) =>
        _card.Object("javacard/security/KeyBuilder", "buildKey(BBSZ)Ljavacard/security/Key;", type, 0, bits, false);

    private HeapObject Cipher(int algorithm) => _card.Object("javacardx/crypto/Cipher", "getInstance(BZ)Ljavacardx/crypto/Cipher;", algorithm, false);

    private HeapObject Ready(HeapObject target, HeapObject key, int mode)
    {
        _card.Call(target, "init(Ljavacard/security/Key;B)V", key, mode);
        return target;
    }
}
