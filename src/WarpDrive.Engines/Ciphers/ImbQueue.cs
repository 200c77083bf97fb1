using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>
/// One engine's manager of libIPSec_MB and the jobs in it: each goes into a lane when it is submitted and comes back when its lane is through, in the
/// order of submission; what is left at the end is flushed. Not thread safe.
/// </summary>
internal sealed unsafe class ImbQueue : IDisposable
{
    private const ulong VectorAes = 1UL << 12 | 1UL << 7;   // IMB_FEATURE_VAES, IMB_FEATURE_AVX512F

    private readonly ImbManager* _manager = IpsecMb.Allocate();
    private int _underWay;

    /// <summary>The manager, for calls that are no jobs.</summary>
    internal ImbManager* Manager => _manager;

    /// <summary>
    /// How many of some jobs whose blocks wait for each other run together at most: the lanes of the library, 16 with 512-bit AES instructions, else 8.
    /// </summary>
    internal ushort Together(int jobs) => (ushort)Math.Clamp(jobs, 1, (_manager->Features & VectorAes) == VectorAes ? 16 : 8);

    /// <summary>Jobs that were submitted and have not come back.</summary>
    internal int UnderWay => _underWay;

    /// <summary>A cleared job, to be filled and submitted.</summary>
    internal ImbJob* Next()
    {
        if (_underWay == IpsecMb.MaxJobs - 1)
        {
            Collect();
        }

        ImbJob* job = _manager->GetNextJob(_manager);
        *job = default;
        return job;
    }

    /// <summary>Submits the job. It was checked by whoever made the engine's job, so the library does not check it again.</summary>
    internal void Submit()
    {
        _underWay++;
        if (_manager->SubmitJobUnchecked(_manager) != null)
        {
            _underWay--;
            while (_manager->GetCompletedJob(_manager) != null)
            {
                _underWay--;
            }
        }
    }

    /// <summary>Waits until no job is under way.</summary>
    internal void Collect()
    {
        while (_underWay > 0 && _manager->FlushJob(_manager) != null)
        {
            _underWay--;
        }
    }

    /// <summary>Counter mode, which the library computes at once. The last four bytes of the counter must not wrap.</summary>
    internal void Ctr(PreparedKey key, byte* counter, byte* source, byte* destination, int length)
    {
        ImbJob* job = Next();
        job->EncryptionKeys = key.Aes->Encryption;
        job->KeyLength = (ulong)key.Length;
        job->Source = source;
        job->Destination = destination;
        job->CipherLength = (ulong)length;
        job->Iv = counter;
        job->IvLength = 16;
        job->CipherMode = ImbCipher.Ctr;
        job->Direction = ImbDirection.Encrypt;
        job->Order = ImbOrder.CipherHash;
        job->Hash = ImbHash.Null;
        Submit();
    }

    /// <inheritdoc/>
    public void Dispose() => IpsecMb.Free(_manager);
}
