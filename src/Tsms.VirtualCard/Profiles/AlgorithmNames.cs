using System.Collections.Immutable;
using System.Text.Json.Nodes;
using Tsms.VirtualCard.Api;

namespace Tsms.VirtualCard.Profiles;

/// <summary>
/// The names that <c>javaCardFeatures</c> of a SecureComponentProfile has for algorithms, as published measurements write them, and the constants of javacard.security and
/// javacardx.crypto 3.0.5 behind them. Types of keys are left out: measurements name some of them only.
/// </summary>
internal static class AlgorithmNames
{
    private static readonly (string Feature, AlgorithmKind Kind, (string Name, byte Code)[] Algorithms)[] Families =
    [
        ("cypher", AlgorithmKind.Cipher,
        [
            ("ALG_DES_CBC_NOPAD", 1), ("ALG_DES_CBC_ISO9797_M1", 2), ("ALG_DES_CBC_ISO9797_M2", 3), ("ALG_DES_CBC_PKCS5", 4), ("ALG_DES_ECB_NOPAD", 5),
            ("ALG_DES_ECB_ISO9797_M1", 6), ("ALG_DES_ECB_ISO9797_M2", 7), ("ALG_DES_ECB_PKCS5", 8), ("ALG_RSA_ISO14888", 9), ("ALG_RSA_PKCS1", 10),
            ("ALG_RSA_ISO9796", 11), ("ALG_RSA_NOPAD", 12), ("ALG_AES_BLOCK_128_CBC_NOPAD", 13), ("ALG_AES_BLOCK_128_ECB_NOPAD", 14), ("ALG_RSA_PKCS1_OAEP", 15),
            ("ALG_KOREAN_SEED_ECB_NOPAD", 16), ("ALG_KOREAN_SEED_CBC_NOPAD", 17), ("ALG_AES_BLOCK_192_CBC_NOPAD", 18), ("ALG_AES_BLOCK_192_ECB_NOPAD", 19),
            ("ALG_AES_BLOCK_256_CBC_NOPAD", 20), ("ALG_AES_BLOCK_256_ECB_NOPAD", 21), ("ALG_AES_CBC_ISO9797_M1", 22), ("ALG_AES_CBC_ISO9797_M2", 23),
            ("ALG_AES_CBC_PKCS5", 24), ("ALG_AES_ECB_ISO9797_M1", 25), ("ALG_AES_ECB_ISO9797_M2", 26), ("ALG_AES_ECB_PKCS5", 27), ("ALG_AES_CTR", 0xF0),
        ]),
        ("signature", AlgorithmKind.Signature,
        [
            ("ALG_DES_MAC4_NOPAD", 1), ("ALG_DES_MAC8_NOPAD", 2), ("ALG_DES_MAC4_ISO9797_M1", 3), ("ALG_DES_MAC8_ISO9797_M1", 4), ("ALG_DES_MAC4_ISO9797_M2", 5),
            ("ALG_DES_MAC8_ISO9797_M2", 6), ("ALG_DES_MAC4_PKCS5", 7), ("ALG_DES_MAC8_PKCS5", 8), ("ALG_RSA_SHA_ISO9796", 9), ("ALG_RSA_SHA_PKCS1", 10),
            ("ALG_RSA_MD5_PKCS1", 11), ("ALG_RSA_RIPEMD160_ISO9796", 12), ("ALG_RSA_RIPEMD160_PKCS1", 13), ("ALG_DSA_SHA", 14), ("ALG_RSA_SHA_RFC2409", 15),
            ("ALG_RSA_MD5_RFC2409", 16), ("ALG_ECDSA_SHA", 17), ("ALG_AES_MAC_128_NOPAD", 18), ("ALG_DES_MAC4_ISO9797_1_M2_ALG3", 19),
            ("ALG_DES_MAC8_ISO9797_1_M2_ALG3", 20), ("ALG_RSA_SHA_PKCS1_PSS", 21), ("ALG_RSA_MD5_PKCS1_PSS", 22), ("ALG_RSA_RIPEMD160_PKCS1_PSS", 23),
            ("ALG_HMAC_SHA1", 24), ("ALG_HMAC_SHA_256", 25), ("ALG_HMAC_SHA_384", 26), ("ALG_HMAC_SHA_512", 27), ("ALG_HMAC_MD5", 28),
            ("ALG_HMAC_RIPEMD160", 29), ("ALG_RSA_SHA_ISO9796_MR", 30), ("ALG_RSA_RIPEMD160_ISO9796_MR", 31), ("ALG_KOREAN_SEED_MAC_NOPAD", 32),
            ("ALG_SEED_MAC_NOPAD", 32), ("ALG_ECDSA_SHA_256", 33), ("ALG_ECDSA_SHA_384", 34), ("ALG_AES_MAC_192_NOPAD", 35), ("ALG_AES_MAC_256_NOPAD", 36),
            ("ALG_ECDSA_SHA_224", 37), ("ALG_ECDSA_SHA_512", 38), ("ALG_RSA_SHA_224_PKCS1", 39), ("ALG_RSA_SHA_256_PKCS1", 40), ("ALG_RSA_SHA_384_PKCS1", 41),
            ("ALG_RSA_SHA_512_PKCS1", 42), ("ALG_RSA_SHA_224_PKCS1_PSS", 43), ("ALG_RSA_SHA_256_PKCS1_PSS", 44), ("ALG_RSA_SHA_384_PKCS1_PSS", 45),
            ("ALG_RSA_SHA_512_PKCS1_PSS", 46), ("ALG_DES_MAC4_ISO9797_1_M1_ALG3", 47), ("ALG_DES_MAC8_ISO9797_1_M1_ALG3", 48), ("ALG_AES_CMAC_128", 49),
        ]),
        ("messageDigest", AlgorithmKind.Digest,
        [
            ("ALG_NULL", 0), ("ALG_SHA", 1), ("ALG_MD5", 2), ("ALG_RIPEMD160", 3), ("ALG_SHA_256", 4), ("ALG_SHA_384", 5), ("ALG_SHA_512", 6),
            ("ALG_SHA_224", 7), ("ALG_SHA3_224", 8), ("ALG_SHA3_256", 9), ("ALG_SHA3_384", 10), ("ALG_SHA3_512", 11),
        ]),
        ("randomData", AlgorithmKind.Random,
        [
            ("ALG_PSEUDO_RANDOM", 1), ("ALG_SECURE_RANDOM", 2), ("ALG_TRNG", 3), ("ALG_PRESEEDED_DRBG", 4), ("ALG_ALG_PRESEEDED_DRBG", 4), ("ALG_FAST", 5),
            ("ALG_KEYGENERATION", 6),
        ]),
        ("keyAgreement", AlgorithmKind.Agreement,
        [
            ("ALG_EC_SVDP_DH", 1), ("ALG_EC_SVDP_DH/ALG_EC_SVDP_DH_KDF", 1), ("ALG_EC_SVDP_DH_KDF", 1), ("ALG_EC_SVDP_DHC", 2),
            ("ALG_EC_SVDP_DHC/ALG_EC_SVDP_DHC_KDF", 2), ("ALG_EC_SVDP_DHC_KDF", 2), ("ALG_EC_SVDP_DH_PLAIN", 3), ("ALG_EC_SVDP_DHC_PLAIN", 4),
            ("ALG_EC_PACE_GM", 5), ("ALG_EC_SVDP_DH_PLAIN_XY", 6), ("ALG_DH_PLAIN", 7),
        ]),
        ("checksum", AlgorithmKind.Checksum,
        [
            ("ALG_ISO3309_CRC16", 1), ("ALG_ISO3309_CRC32", 2),
        ]),
    ];

    /// <summary>What a card lacks whose features are these, as <see cref="CardProfile.WithoutAlgorithms"/> has it. Of a family that is not among them nothing is known, so nothing lacks.</summary>
    public static ImmutableArray<string> Without(JsonObject features) =>
    [
        .. from family in Families
           where features[family.Feature] is JsonArray
           let named = features[family.Feature]!.AsArray().Select(n => n!.GetValue<string>()).ToHashSet(StringComparer.Ordinal)
           from code in family.Algorithms.Select(a => a.Code).Distinct()
           where !family.Algorithms.Any(a => a.Code == code && named.Contains(a.Name))
           select $"{family.Kind} {code}",
    ];
}
