using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The path of an AEAD job when none is forced.</summary>
internal static class AeadChoice
{
    // Longer associated data does not fit into the three blocks that libIPSec_MB keeps for a CCM job.
    private const int MaxCcmAssociated = 46;

    // It keeps lengths of CCM in 16 bits, here with room for the blocks before the payload: longer messages come back with a wrong tag and no error.
    private const int MaxCcmPayload = 0xFF00;

    private static readonly bool s_hasIpsecMb = IpsecMb.IsAvailable;
    private static readonly bool s_hasLibCrypto = LibCrypto.Ciphers.IsAvailable;

    /// <summary>Whether libIPSec_MB takes the job.</summary>
    internal static bool FitsIpsecMb(in AeadJob job) =>
        job.Part == AeadPart.Whole
        && (job.Kind == AeadKind.AesGcm
            || (job.Kind == AeadKind.AesCcm && job.AssociatedLength <= MaxCcmAssociated && job.KeyLength != 24
                && job.Length is > 0 and <= MaxCcmPayload));

    /// <summary>The path of a job.</summary>
    internal static CipherPath Of(in AeadJob job) => job.Kind switch
    {
        AeadKind.Sm4Gcm or AeadKind.Sm4Ccm => CipherPaths.OfSm4(Sm4Path.Auto),
        _ when s_hasIpsecMb && FitsIpsecMb(job) => CipherPath.IpsecMb,
        _ when s_hasLibCrypto && job.Part == AeadPart.Whole => CipherPath.LibCrypto,
        _ => CipherPath.Managed,
    };
}
