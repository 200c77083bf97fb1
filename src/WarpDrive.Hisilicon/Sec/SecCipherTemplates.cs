using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Cipher descriptors with everything in them that does not change from request to request (hisi-sec.md §6.1).</summary>
internal static class SecCipherTemplates
{
    private const int Algorithms = (int)CipherAlgorithm.TripleDes + 1;
    private const int Modes = (int)CipherMode.XtsGb + 1;

    /// <summary>All descriptors of a format, by <see cref="Index"/>; of combinations that do not exist too, which nobody asks for.</summary>
    /// <param name="isBd2">Format of generation 2.</param>
    internal static SecSqe[] Build(bool isBd2)
    {
        var all = new SecSqe[Algorithms * Modes * 2];
        for (int algorithm = 0; algorithm < Algorithms; algorithm++)
        {
            for (int mode = 0; mode < Modes; mode++)
            {
                foreach (bool decrypt in (bool[])[false, true])
                {
                    ref SecSqe sqe = ref all[Index((CipherAlgorithm)algorithm, (CipherMode)mode, decrypt)];
                    if (isBd2)
                    {
                        Fill(ref sqe.Bd2, (CipherAlgorithm)algorithm, (CipherMode)mode, decrypt);
                    }
                    else
                    {
                        Fill(ref sqe.Bd3, (CipherAlgorithm)algorithm, (CipherMode)mode, decrypt);
                    }
                }
            }
        }

        return all;
    }

    /// <summary>Where a descriptor stands.</summary>
    /// <param name="algorithm">Cipher.</param>
    /// <param name="mode">Mode.</param>
    /// <param name="decrypt">Direction.</param>
    internal static int Index(CipherAlgorithm algorithm, CipherMode mode, bool decrypt) => ((((int)algorithm * Modes) + (int)mode) * 2) + (decrypt ? 1 : 0);

    /// <summary>c_alg of a cipher.</summary>
    /// <param name="algorithm">The cipher.</param>
    internal static SecCipherAlgorithm Code(CipherAlgorithm algorithm) => algorithm switch
    {
        CipherAlgorithm.Sm4 => SecCipherAlgorithm.Sm4,
        CipherAlgorithm.Aes => SecCipherAlgorithm.Aes,
        CipherAlgorithm.Des => SecCipherAlgorithm.Des,
        _ => SecCipherAlgorithm.TripleDes,
    };

    private static void Fill<TFormat>(ref SecBd<TFormat> bd, CipherAlgorithm algorithm, CipherMode mode, bool decrypt)
        where TFormat : struct, ISecFormat
    {
        bd.Type = TFormat.TypeCode;
        bd.Scene = SecScene.IpSec;
        bd.DestinationUse = 1;
        bd.Cipher = decrypt ? SecCipherAction.Decrypt : SecCipherAction.Encrypt;
        bd.CipherAlgorithm = Code(algorithm);
        bd.CipherMode = Code(mode);
        bd.Stealing = Stealing(mode);
        bd.Selector = mode switch
        {
            CipherMode.Ctr => SecFormat3.SelectorCounter128,
            CipherMode.XtsGb => SecFormat3.SelectorTweakGb,
            _ => 0,
        };
    }

    private static SecCipherMode Code(CipherMode mode) => mode switch
    {
        CipherMode.Ecb => SecCipherMode.Ecb,
        CipherMode.Cbc => SecCipherMode.Cbc,
        CipherMode.Ctr => SecCipherMode.Ctr,
        CipherMode.Xts or CipherMode.XtsGb => SecCipherMode.Xts,
        CipherMode.Ofb => SecCipherMode.Ofb,
        CipherMode.Cfb => SecCipherMode.Cfb,
        _ => SecCipherMode.CbcCs,
    };

    private static uint Stealing(CipherMode mode) => mode switch
    {
        CipherMode.CbcCs1 => 1,
        CipherMode.CbcCs2 => 2,
        CipherMode.CbcCs3 => 3,
        _ => 0,
    };
}
