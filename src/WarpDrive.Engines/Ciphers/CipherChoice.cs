using System.Buffers.Binary;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The path of a job when none is forced: rules from measurements, which the comments give.</summary>
/// <remarks>
/// All figures are GB/s on one core of a Zen 5 with VAES, AES-128, messages of 16 KiB, libIPSec_MB 1.3 and OpenSSL 3.0; managed is this library.
/// <code>
///                          managed  libcrypto  ipsec-mb
/// ECB                         11.8       11.5      21.5
/// CBC decryption               8.9       11.0      36.4
/// CTR                          7.4       10.5      36.1
/// CBC encryption, 1 job        0.8        1.1       1.2
/// CBC encryption, 32 jobs      0.8        1.5      12.3
/// CFB decryption               9.6        1.0         -
/// CFB encryption, 1 job        0.9        1.0         -
/// CFB encryption, 16 jobs      4.6        1.0         -
/// OFB, 16 jobs                 2.5        0.7         -
/// XTS                          4.7       10.3         -
/// DES CBC, 1, 4, 16 jobs         -       0.04      0.02, 0.08, 0.30
/// triple DES CBC, the same       -       0.02      0.005, 0.02, 0.08
/// </code>
/// At 64 bytes libIPSec_MB leads as well, 0.3 to 0.5 against 0.1 to 0.4, because a call of libcrypto costs more than a job.
/// </remarks>
internal static unsafe class CipherChoice
{
    // Below these, the lanes of the library lose to a single job of libcrypto.
    private const int FewestDes = 2;
    private const int FewestTripleDes = 5;
    private const int FewestAes = 3;

    // Calls of libcrypto pay off from here on, where libIPSec_MB is missing: 5.0 against 3.9 at 1 KiB, 8.9 against 11.0 at 16 KiB.
    private const int LibCryptoFrom = 4096;

    private static readonly bool s_hasIpsecMb = IpsecMb.IsAvailable;
    private static readonly bool s_hasLibCrypto = LibCrypto.Ciphers.IsAvailable;

    /// <summary>
    /// Whether libIPSec_MB takes the job: its counter has 32 bits, its lanes take no message of 64 KiB, and nothing takes an empty one.
    /// </summary>
    internal static bool FitsIpsecMb(in CipherJob job)
    {
        bool isLong = job.Length > IpsecMb.MaxLaneLength;
        if (isLong && (job.Kind != CipherKind.Aes || job.Mode == BlockMode.Ecb || (!job.Decrypt && job.Mode != BlockMode.Ctr)))
        {
            return false;
        }

        if (job.Mode == BlockMode.Ctr && job.Length > 0)
        {
            uint counter = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(job.Iv + 12, 4));
            return counter + ((ulong)job.Length + 15) / 16 <= 1UL << 32;
        }

        return job.Length > 0;
    }

    /// <summary>The path of a job.</summary>
    /// <param name="job">The job.</param>
    /// <param name="alike">How many jobs of the batch could share its lanes, itself included.</param>
    internal static CipherPath Of(in CipherJob job, int alike)
    {
        switch (job.Kind)
        {
            case CipherKind.Sm4:
                return CipherPaths.OfSm4(Sm4Path.Auto);
            case CipherKind.Aes when s_hasIpsecMb && CipherPaths.Serves(CipherPath.IpsecMb, job.Kind, job.Mode) && FitsIpsecMb(job):
                return CipherPath.IpsecMb;
            case CipherKind.Aes:
                return s_hasLibCrypto && PrefersLibCrypto(job, alike) ? CipherPath.LibCrypto : CipherPath.Managed;
            default:
                bool packs = alike >= (job.Kind == CipherKind.Des ? FewestDes : FewestTripleDes);
                return s_hasIpsecMb && job.Mode == BlockMode.Cbc && FitsIpsecMb(job) && (packs || !CipherPaths.Serves(CipherPath.LibCrypto, job.Kind, job.Mode))
                    ? CipherPath.IpsecMb
                    : CipherPath.LibCrypto;
        }
    }

    private static bool PrefersLibCrypto(in CipherJob job, int alike) => job.Mode switch
    {
        _ when !AesRounds.HasInstructions => CipherPaths.Serves(CipherPath.LibCrypto, job.Kind, job.Mode),
        BlockMode.XtsGb => false,
        BlockMode.Ecb or BlockMode.Ctr => job.Length >= LibCryptoFrom,
        BlockMode.Cfb => !job.Decrypt && !Packs(alike),
        BlockMode.Ofb => !Packs(alike),
        BlockMode.Xts => job.Length >= 256,
        _ => job.Decrypt ? job.Length >= LibCryptoFrom : !Packs(alike),
    };

    /// <summary>Whether the lanes of this library are worth it.</summary>
    private static bool Packs(int alike) => alike >= FewestAes && AesLanes.IsSupported;
}
