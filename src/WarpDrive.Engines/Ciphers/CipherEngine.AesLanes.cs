namespace WarpDrive.Engines.Ciphers;

/// <remarks>AES jobs whose blocks wait for each other and that no library takes side by side wait, as those of SM4 do, for the lanes of this library.</remarks>
public sealed unsafe partial class CipherEngine
{
    private const int AesKeySizes = 3;

    // By mode, CBC, CFB, OFB, and size of the key.
    private readonly SerialQueue<AesLane>?[] _aesQueues = new SerialQueue<AesLane>?[3 * AesKeySizes];
    private int _aesSerialJobs;

    /// <summary>Whether a job of AES waits for others: there are some, and its path is this library's code.</summary>
    private bool WaitsForLanes(in CipherJob job) =>
        AesLanes.IsSupported && _aesSerialJobs > 1 && job.Kind == CipherKind.Aes && job.Path == CipherPath.Managed && IsSerial(job, out _);

    private bool TryQueueAes(int index, in CipherJob job, PreparedKey key)
    {
        int mode = job.Mode switch { BlockMode.Cfb => 1, BlockMode.Ofb => 2, _ => 0 };
        SerialQueue<AesLane> queue = _aesQueues[mode * AesKeySizes + (key.Length - 16) / 8] ??= new SerialQueue<AesLane>();
        if (queue.IsFull)
        {
            return false;
        }

        byte* chain = queue.NextChain();
        new ReadOnlySpan<byte>(job.Iv, 16).CopyTo(new Span<byte>(chain, 16));
        int length = job.Mode >= BlockMode.CbcCs1 ? BlockModes<AesBlocks>.StealingPrefix(job.Length, decrypt: false) : job.Length;
        queue.Add(index, key, new AesLane
        {
            Key = key.Aes,
            Chain = chain,
            Source = job.Source,
            Destination = job.Destination,
            Blocks = length / 16,
        });
        return true;
    }

    private void FinishAes(Span<CipherJob> round)
    {
        for (int which = 0; which < _aesQueues.Length; which++)
        {
            SerialQueue<AesLane>? queue = _aesQueues[which];
            if (queue == null || queue.Count == 0)
            {
                continue;
            }

            BlockMode mode = (which / AesKeySizes) switch { 1 => BlockMode.Cfb, 2 => BlockMode.Ofb, _ => BlockMode.Cbc };
            int together = AesLanes.Run(queue.Lanes, mode);
            for (int i = 0; i < queue.Count; i++)
            {
                ref CipherJob job = ref round[queue.Job(i)];
                job.Lanes = (ushort)Math.Max(together, 1);
                End(job, new AesBlocks(queue.Key(i).Aes), queue.Chain(i));
            }

            queue.Clear();
        }
    }
}
