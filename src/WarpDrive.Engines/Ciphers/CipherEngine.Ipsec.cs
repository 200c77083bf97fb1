using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>
/// Jobs of libIPSec_MB: each goes into a lane as soon as it is submitted and comes back when its lane is through; what is left when all are
/// submitted is flushed. Jobs point to keys of the cache, which keeps them for the round.
/// </remarks>
public sealed unsafe partial class CipherEngine
{
    // Encryptions with stealing: their ends are made when the rest has come back.
    private readonly (int Index, PreparedKey Key)[] _stealingJobs = new (int Index, PreparedKey Key)[IpsecMb.MaxJobs];
    private int _stealing;

    /// <summary>Gives a job to the library.</summary>
    /// <returns>False when the round has to end first.</returns>
    private bool TrySubmit(int index, in CipherJob job, PreparedKey key)
    {
        if (_stealing == _stealingJobs.Length)
        {
            return false;
        }

        int length = job.Length;
        if (job.Mode >= BlockMode.CbcCs1)
        {
            length = BlockModes<AesBlocks>.StealingPrefix(length, job.Decrypt);
            if (job.Decrypt)
            {
                BlockModes<AesBlocks>.StealingDecryptEnd(
                    new AesBlocks(key.Aes), job.Mode, job.Iv, job.Source, job.Destination, job.Length);
            }
            else
            {
                _stealingJobs[_stealing++] = (index, key);
            }

            if (length == 0)
            {
                return true;
            }
        }

        if (IsParted(job))
        {
            length = (_parted + 1) * PartStep;
            _partedJobs[_parted++] = (index, key);
            _afterParted = 0;
        }
        else
        {
            _afterParted++;
        }

        FillJob(_imb!.Next(), job, key, length);
        _imb.Submit();
        return true;
    }

    private void FillJob(ImbJob* native, in CipherJob job, PreparedKey key, int length)
    {
        native->Source = job.Source;
        native->Destination = job.Destination;
        native->CipherLength = (ulong)length;
        native->Iv = job.Iv;
        native->IvLength = job.Mode == BlockMode.Ecb ? 0u : 16u;
        native->Direction = job.Decrypt ? ImbDirection.Decrypt : ImbDirection.Encrypt;
        native->Order = job.Decrypt ? ImbOrder.HashCipher : ImbOrder.CipherHash;
        native->Hash = ImbHash.Null;
        if (job.Kind == CipherKind.Aes)
        {
            native->CipherMode = job.Mode switch { BlockMode.Ecb => ImbCipher.Ecb, BlockMode.Ctr => ImbCipher.Ctr, _ => ImbCipher.Cbc };
            native->KeyLength = (ulong)key.Length;
            native->EncryptionKeys = key.Aes->Encryption;
            native->DecryptionKeys = key.Aes->Decryption;
        }
        else
        {
            // Triple DES takes three pointers, DES one schedule; both serve both directions.
            native->IvLength = 8;
            native->CipherMode = job.Kind == CipherKind.Des ? ImbCipher.Des : ImbCipher.Des3;
            native->KeyLength = job.Kind == CipherKind.Des ? 8u : 24u;
            native->EncryptionKeys = job.Kind == CipherKind.Des ? key.ImbDes(_imb!.Manager) : key.ImbDesPointers(_imb!.Manager);
            native->DecryptionKeys = native->EncryptionKeys;
        }
    }

    /// <summary>The lanes that a job shares: those of its key length or cipher; -1 when its blocks do not wait for each other.</summary>
    private static int LanesOf(in CipherJob job) => job.Kind switch
    {
        CipherKind.Des => job.Decrypt ? 3 : 4,
        CipherKind.TripleDes => job.Decrypt ? 5 : 6,
        _ => job.Decrypt || job.Mode is BlockMode.Ecb or BlockMode.Ctr ? -1 : (job.KeyLength - 16) / 8,
    };

    private void ReportLanes(Span<CipherJob> round)
    {
        Span<int> counts = stackalloc int[7];
        counts.Clear();
        foreach (ref CipherJob job in round)
        {
            if (job.Path == CipherPath.IpsecMb && LanesOf(job) >= 0)
            {
                counts[LanesOf(job)]++;
            }
        }

        foreach (ref CipherJob job in round)
        {
            if (job.Path == CipherPath.IpsecMb && LanesOf(job) >= 0)
            {
                job.Lanes = _imb!.Together(counts[LanesOf(job)]);
            }
        }
    }

    /// <summary>Ends a round: waits for its jobs, and makes the ends of those with stealing.</summary>
    private void Finish(Span<CipherJob> round)
    {
        FinishParted(round);
        _imb?.Collect();
        FinishSerial(round);
        FinishAes(round);
        if (_imb != null)
        {
            ReportLanes(round);
        }

        for (int i = 0; i < _stealing; i++)
        {
            (int index, PreparedKey key) = _stealingJobs[i];
            ref CipherJob job = ref round[index];
            BlockModes<AesBlocks>.StealingEncryptEnd(
                new AesBlocks(key.Aes), job.Mode, job.Iv, job.Source, job.Destination, job.Length);
        }

        _stealing = 0;
    }

    /// <summary>After a failure: no job may be left that points to memory of the caller.</summary>
    private void Abandon()
    {
        _imb?.Collect();
        _stealing = 0;
        _parted = 0;
        foreach (SerialQueue<Sm4Lane>? queue in _sm4Queues)
        {
            queue?.Clear();
        }

        foreach (SerialQueue<AesLane>? queue in _aesQueues)
        {
            queue?.Clear();
        }
    }
}
