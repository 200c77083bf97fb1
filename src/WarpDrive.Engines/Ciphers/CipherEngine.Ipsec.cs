using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <remarks>
/// Jobs of libIPSec_MB: each goes into a lane as soon as it is submitted and comes back when its lane is through; what is left when all are
/// submitted is flushed. Jobs point to keys of the cache, which keeps them for the round.
/// </remarks>
public sealed unsafe partial class CipherEngine
{
    private int _underWay;
    private int _stealing;

    private void Submit(in CipherJob job, PreparedKey key)
    {
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
                _stealing++;   // the end is made when the rest has come back
            }

            if (length == 0)
            {
                return;
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
    }

    /// <summary>Ends a round: waits for its jobs, and makes the ends of those with stealing.</summary>
    private void Finish(Span<CipherJob> round)
    {
        Collect();
        for (int i = 0; _stealing > 0 && i < round.Length; i++)
        {
            ref CipherJob job = ref round[i];
            if (job.Path == CipherPath.IpsecMb && job.Mode >= BlockMode.CbcCs1 && !job.Decrypt)
            {
                var blocks = new AesBlocks(Key(job)!.Aes);
                BlockModes<AesBlocks>.StealingEncryptEnd(blocks, job.Mode, job.Iv, job.Source, job.Destination, job.Length);
                _stealing--;
            }
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
