using System.Buffers.Binary;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The path of a job when none is forced.</summary>
internal static unsafe class CipherChoice
{
    private static readonly bool s_hasIpsecMb = IpsecMb.IsAvailable;
    private static readonly bool s_hasLibCrypto = LibCrypto.Ciphers.IsAvailable;

    /// <summary>Whether libIPSec_MB takes the job: its counter has 32 bits, and it takes no empty message.</summary>
    internal static bool FitsIpsecMb(in CipherJob job)
    {
        if (job.Mode == BlockMode.Ctr && job.Length > 0)
        {
            uint counter = BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(job.Iv + 12, 4));
            return counter + ((ulong)job.Length + 15) / 16 <= 1UL << 32;
        }

        return job.Length > 0;
    }

    /// <summary>The path of a job.</summary>
    internal static CipherPath Of(in CipherJob job)
    {
        switch (job.Kind)
        {
            case CipherKind.Sm4:
                return CipherPaths.OfSm4(Sm4Path.Auto);
            case CipherKind.Aes when s_hasIpsecMb && CipherPaths.Serves(CipherPath.IpsecMb, job.Kind, job.Mode) && FitsIpsecMb(job):
                return CipherPath.IpsecMb;
            case CipherKind.Aes:
                return s_hasLibCrypto && CipherPaths.Serves(CipherPath.LibCrypto, job.Kind, job.Mode) ? CipherPath.LibCrypto : CipherPath.Managed;
            default:
                return s_hasIpsecMb && job.Mode == BlockMode.Cbc && job.Length > 0 ? CipherPath.IpsecMb : CipherPath.LibCrypto;
        }
    }
}
