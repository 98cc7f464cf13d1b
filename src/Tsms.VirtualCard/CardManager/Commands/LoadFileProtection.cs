using System.Security.Cryptography;
using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.VirtualCard.CardManager.Registry;
using Tsms.VirtualCard.Runtime;
using Tsms.VirtualCard.SecureChannel;
using static Tsms.VirtualCard.CardManager.CommandContext;

namespace Tsms.VirtualCard.CardManager.Commands;

/// <summary>What protects a load file: hash, DAP blocks, encipherment (GP Card Specification 2.3.1, 9.2, C.2, C.3 and C.6).</summary>
internal static class LoadFileProtection
{
    // Usage qualifiers (11.1.9), and key versions for keys that tell no usage: 73 and 75 of GP UICC Configuration 1.0.1, 11 of ETSI TS 102 226.
    private static ReadOnlySpan<byte> DapUsages => [KeyUsage.Dap, 0x86, 0x87];

    private static ReadOnlySpan<byte> DapVersions => [0x73, 0x11];

    private static ReadOnlySpan<byte> CipherVersions => [0x75];

    /// <summary>The load file data block in clear. A domain that wants it ciphered gets it ciphered, all others do not (11.6.2.3).</summary>
    /// <exception cref="CardFault">6985: in clear, or no key; 6A80: ciphered for a domain that wants it in clear, or it cannot be deciphered.</exception>
    public static ReadOnlyMemory<byte> Open(ApplicationEntry domain, LoadFileHead head, ReadOnlyMemory<byte> block)
    {
        var wanted = domain.Has(Privileges.CipheredLoadFileDataBlock);
        Demand(head.IsCiphered || !wanted, StatusWord.ConditionsNotSatisfied, $"{domain.Aid} takes ciphered load files only");
        if (!head.IsCiphered)
        {
            return block;
        }

        Demand(wanted, StatusWord.WrongData, $"{domain.Aid} takes no ciphered load files");
        var key = Delegation.KeyFor(domain, [], CipherVersions);
        Demand(key is { Type: KeyType.Aes }, StatusWord.ConditionsNotSatisfied, $"{domain.Aid} has no AES key of version 75 for load files");
        Demand(block.Length > 0 && block.Length % 16 == 0 && head.Icv.Length is 0 or 16, StatusWord.WrongData, "a ciphered block is whole AES blocks, its ICV one");
        using var aes = Aes.Create();
        aes.SetKey(key.Value);
        var clear = aes.DecryptCbc(block.Span, head.Icv.IsEmpty ? new byte[16] : head.Icv.AsSpan(), PaddingMode.None);
        var end = clear.AsSpan().LastIndexOfAnyExcept((byte)0);
        Demand(end >= clear.Length - 16 && end >= 0 && clear[end] == 0x80, StatusWord.WrongData, "the deciphered load file data block has no padding 80 00..");
        return clear.AsMemory(0, end);
    }

    /// <summary>Checks the hash, that every DAP block is there that has to be, and that each one is right.</summary>
    /// <exception cref="CardFault">6A80: another hash; 6985: a DAP block, a hash or a key is missing; 6982: a DAP block is wrong.</exception>
    public static void Check(CardRegistry registry, ApplicationEntry domain, LoadUnderWay load, ReadOnlySpan<byte> block)
    {
        var hash = load.Hash.AsSpan();
        var right = hash.Length switch
        {
            20 => SHA1.HashData(block),
            32 => SHA256.HashData(block),
            48 => SHA384.HashData(block),
            64 => SHA512.HashData(block),
            _ => [],
        };
        Demand(hash.SequenceEqual(right), StatusWord.WrongData, "the load file data block has another hash than INSTALL [for load] said");

        var daps = load.Head!.Daps;
        var needed = registry.Applications
            .Where(a => a.IsSecurityDomain && a.Has(Privileges.DapVerification)
                && (a.Aid == domain.Aid || (a.Has(Privileges.MandatedDapVerification) && a.IsPersonalized)));
        foreach (var verifier in needed)
        {
            Demand(daps.Any(d => d.Domain == verifier.Aid), StatusWord.ConditionsNotSatisfied, $"{verifier.Aid} wants a DAP block, none came");
        }

        Demand((daps.IsEmpty && !load.Head.IsCiphered) || hash.Length > 0, StatusWord.ConditionsNotSatisfied, "with DAP blocks, and with a ciphered load file, the hash of the load file data block is mandatory (C.2)");
        foreach (var (aid, signature) in daps)
        {
            var verifier = registry.FindDomain(aid);
            Demand(verifier is not null && verifier.Has(Privileges.DapVerification) && !verifier.IsLocked, StatusWord.ConditionsNotSatisfied,
                $"{aid} is no security domain that verifies DAP blocks");
            var key = Delegation.KeyFor(verifier, DapUsages, DapVersions);
            Demand(key is not null, StatusWord.ConditionsNotSatisfied, $"{aid} has no key to verify DAP blocks");
            Demand(hash.Length >= KeySignature.MinimumHash(key), StatusWord.ConditionsNotSatisfied,
                $"beside this DAP block a hash of {KeySignature.MinimumHash(key)} bytes or more is needed (table C-3)");
            Demand(KeySignature.Verify(key, hash, signature.AsSpan()), StatusWord.SecurityStatusNotSatisfied, $"{aid} finds the DAP block wrong");
        }
    }
}
