using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>SM4 jobs whose blocks wait for each other wait themselves, until the round ends and they go through the lanes side by side.</remarks>
public sealed unsafe partial class CipherEngine
{
    private readonly SerialQueue<Sm4Lane>?[] _sm4Queues = new SerialQueue<Sm4Lane>?[(int)Sm4SerialMode.CbcMac];

    private static bool IsSerial(in CipherJob job, out Sm4SerialMode mode)
    {
        mode = job.Mode switch
        {
            BlockMode.Cfb => Sm4SerialMode.CfbEncrypt,
            BlockMode.Ofb => Sm4SerialMode.Ofb,
            _ => Sm4SerialMode.CbcEncrypt,
        };
        return job.Mode == BlockMode.Ofb || (!job.Decrypt && job.Mode is BlockMode.Cbc or BlockMode.Cfb or >= BlockMode.CbcCs1);
    }

    /// <summary>Lets a job wait.</summary>
    /// <returns>False when there is no room: the round has to end first.</returns>
    private bool TryQueue(int index, in CipherJob job, PreparedKey key, Sm4SerialMode mode)
    {
        SerialQueue<Sm4Lane> queue = _sm4Queues[(int)mode] ??= new SerialQueue<Sm4Lane>();
        if (queue.IsFull)
        {
            return false;
        }

        byte* chain = queue.NextChain();
        new ReadOnlySpan<byte>(job.Iv, 16).CopyTo(new Span<byte>(chain, 16));
        int length = job.Mode >= BlockMode.CbcCs1 ? BlockModes<Sm4Blocks>.StealingPrefix(job.Length, decrypt: false) : job.Length;
        queue.Add(index, key, new Sm4Lane
        {
            Keys = key.Sm4.Encryption,
            Chain = chain,
            Source = job.Source,
            Destination = job.Destination,
            Blocks = length / 16,
        });
        return true;
    }

    /// <summary>Runs the waiting jobs and makes their ends.</summary>
    private void FinishSerial(Span<CipherJob> round)
    {
        for (int mode = 0; mode < _sm4Queues.Length; mode++)
        {
            SerialQueue<Sm4Lane>? queue = _sm4Queues[mode];
            if (queue == null || queue.Count == 0)
            {
                continue;
            }

            Sm4Path path = CipherPaths.ToSm4(_forced);
            int together = Sm4Kernels.Serial(queue.Lanes, (Sm4SerialMode)mode, path);
            for (int i = 0; i < queue.Count; i++)
            {
                ref CipherJob job = ref round[queue.Job(i)];
                job.Path = CipherPaths.OfSm4(path);
                job.Lanes = (ushort)together;
                End(job, new Sm4Blocks(queue.Key(i).Sm4, path), queue.Chain(i));
            }

            queue.Clear();
        }
    }

    /// <summary>What is left of a job after its whole blocks: a partial block of CFB and OFB, or the end with stealing.</summary>
    private static void End<TCipher>(in CipherJob job, TCipher blocks, byte* chain)
        where TCipher : struct, IBlockCipher
    {
        if (job.Mode >= BlockMode.CbcCs1)
        {
            BlockModes<TCipher>.StealingEncryptEnd(blocks, job.Mode, job.Iv, job.Source, job.Destination, job.Length);
        }
        else if (job.Length % 16 != 0)
        {
            int whole = job.Length & ~15;
            byte* pad = stackalloc byte[16];
            blocks.Encrypt(chain, pad, 1);
            BlockModes<TCipher>.Xor(job.Source + whole, pad, job.Destination + whole, job.Length - whole);
            CryptographicOperations.ZeroMemory(new Span<byte>(pad, 16));
        }
    }
}
