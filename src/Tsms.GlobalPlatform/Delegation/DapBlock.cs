using Tsms.SmartCard;
using Tsms.SmartCard.GlobalPlatform;
using Tsms.SmartCard.Tlv;

namespace Tsms.GlobalPlatform.Delegation;

/// <summary>DAP blocks: a security domain's signature of a load file, before C4 in LOAD (GP Card Specification 2.3.1, 11.6.2.3 and C.3).</summary>
public static class DapBlock
{
    private static readonly BerTag s_signature = 0xC3;

    /// <summary>E2 with 4F, the domain that verifies, and C3, the signature.</summary>
    /// <param name="securityDomain">A domain with the privilege DAP Verification or Mandated DAP Verification.</param>
    /// <param name="signature">Signature of the load file data block hash: <see cref="GpSignature"/> over the hash as it stands in INSTALL [for load].</param>
    /// <exception cref="ArgumentException">No domain, or no signature.</exception>
    public static byte[] Encode(Aid securityDomain, ReadOnlySpan<byte> signature)
    {
        if (securityDomain.IsEmpty || signature.IsEmpty)
        {
            throw new ArgumentException("A DAP block names a security domain and holds its signature.");
        }

        var inner = new BerTlvWriter().Write(GpTag.Aid, securityDomain.Span).Write(s_signature, signature);
        return BerTlvWriter.Encode(GpTag.DapBlock, inner.ToArray());
    }
}
