namespace WarpDrive.Engines.Ciphers;

internal static unsafe partial class BlockModes<TCipher>
{
    /// <summary>Runs a job in its mode.</summary>
    /// <param name="key">The key, of XTS the data key.</param>
    /// <param name="tweakKey">The tweak key of XTS.</param>
    /// <param name="job">The job.</param>
    internal static void Run(TCipher key, TCipher tweakKey, in CipherJob job)
    {
        byte* source = job.Source;
        byte* destination = job.Destination;
        int length = job.Length;
        switch (job.Mode)
        {
            case BlockMode.Ecb:
                Crypt(key, source, destination, length / BlockSize, job.Decrypt);
                break;
            case BlockMode.Cbc:
                Cbc(key, job.Iv, source, destination, length, job.Decrypt);
                break;
            case BlockMode.Cfb when job.Decrypt:
                CfbDecrypt(key, job.Iv, source, destination, length);
                break;
            case BlockMode.Cfb:
                CfbEncrypt(key, job.Iv, source, destination, length);
                break;
            case BlockMode.Ofb:
                Ofb(key, job.Iv, source, destination, length);
                break;
            case BlockMode.Ctr:
                Ctr(key, job.Iv, source, destination, length);
                break;
            case BlockMode.Xts or BlockMode.XtsGb:
                Xts(key, tweakKey, job.Iv, source, destination, length, job.Decrypt, job.Mode == BlockMode.XtsGb);
                break;
            default:
                int prefix = StealingPrefix(length, job.Decrypt);
                if (job.Decrypt)
                {
                    StealingDecryptEnd(key, job.Mode, job.Iv, source, destination, length);
                }

                Cbc(key, job.Iv, source, destination, prefix, job.Decrypt);
                if (!job.Decrypt)
                {
                    StealingEncryptEnd(key, job.Mode, job.Iv, source, destination, length);
                }

                break;
        }
    }

    private static void Cbc(TCipher key, byte* iv, byte* source, byte* destination, int length, bool decrypt)
    {
        if (decrypt)
        {
            CbcDecrypt(key, iv, source, destination, length);
        }
        else
        {
            CbcEncrypt(key, iv, source, destination, length);
        }
    }
}
