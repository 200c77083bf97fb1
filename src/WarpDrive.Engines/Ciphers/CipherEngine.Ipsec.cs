using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>
/// Jobs of libIPSec_MB: each goes into a lane as soon as it is submitted and comes back when its lane is through; what is left when all are
/// submitted is flushed. Jobs point to keys of the cache, which keeps them for the round.
/// </remarks>
public sealed unsafe partial class CipherEngine
{
    private int _underWay;

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

        if (_underWay == IpsecMb.MaxJobs - 1)
        {
            Collect();
        }

        ImbJob* native = _manager->GetNextJob(_manager);
        *native = default;
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
            native->EncryptionKeys = job.Kind == CipherKind.Des ? key.ImbDes(_manager) : key.ImbDesPointers(_manager);
            native->DecryptionKeys = native->EncryptionKeys;
        }

        _underWay++;
        if (_manager->SubmitJobUnchecked(_manager) != null)
        {
            _underWay--;
            while (_manager->GetCompletedJob(_manager) != null)
            {
                _underWay--;
            }
        }

        return true;
    }

    /// <summary>Ends a round: waits for its jobs, and makes the ends of those with stealing.</summary>
    private void Finish(Span<CipherJob> round)
    {
        Collect();
        FinishSerial(round);
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
        Collect();
        _stealing = 0;
        foreach (SerialQueue<Sm4Lane>? queue in _sm4Queues)
        {
            queue?.Clear();
        }
    }

    private void Collect()
    {
        while (_underWay > 0 && _manager->FlushJob(_manager) != null)
        {
            _underWay--;
        }
    }
}
