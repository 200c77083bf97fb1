using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>CCM and GCM of whole messages (hisi-sec.md §7.1, §7.2).</content>
internal sealed unsafe partial class SecExecutor
{
    private readonly AeadJob[] _aead = new AeadJob[BatchLimit];
    private int _aeadCount;

    private SecAdd AddAead(int index)
    {
        ref readonly SecCommand command = ref _command;
        bool isCcm = command.CipherMode == SecCipherMode.Ccm;
        if (command.Scene == SecScene.Stream)
        {
            return isCcm ? Refuse(SecStatus.BadType, SecReason.Scene) : AddGcmPart(index);
        }

        if (!TryAeadKey(out SecStatus status, out SecReason reason, out bool isSm4, out int keyLength))
        {
            return Refuse(status, reason);
        }

        int tagLength = (int)command.TagBytes;
        if (tagLength > SecLimits.BlockSize || tagLength < (isCcm ? 4 : 8) || (isCcm && tagLength % 2 != 0))
        {
            return Refuse(SecStatus.BadMacLength, SecReason.MacLength);
        }

        int associated = command.AuthLength;
        int length = command.CipherLength;
        if (associated > (isCcm ? SecLimits.MaxCcmAssociated : SecLimits.MaxAssociated))
        {
            return Refuse(SecStatus.BadDataLength, SecReason.AuthLength);
        }

        if (associated + length == 0 || (length == 0 && !command.IsBd3) || associated + length > SecLimits.MaxData)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.CipherLength);
        }

        // One range of the input holds both; whichever is empty does not count.
        int from = associated == 0 ? command.CipherOffset : length == 0 ? command.AuthOffset : Math.Min(command.AuthOffset, command.CipherOffset);
        int end = Math.Max(associated == 0 ? 0 : command.AuthOffset + associated, length == 0 ? 0 : command.CipherOffset + length);
        if (end - from > SecLimits.MaxData)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.Offset);
        }

        bool decrypts = command.Cipher == SecCipherAction.Decrypt;
        SecAdd added = WantPayload(from, end - from, out SecPayload payload);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.CipherKey, keyLength, MemoryAccess.Read);   // never the authentication key (§10, 9)
        int iv = Want(command.CipherIv, isCcm ? SecLimits.BlockSize : SecLimits.GcmIvSize, MemoryAccess.Read);
        int first = isCcm ? Want(command.AuthIvAddress, SecLimits.BlockSize, MemoryAccess.Read) : -1;
        int tag = Want(command.Mac, tagLength, decrypts ? MemoryAccess.Read : MemoryAccess.Write);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        byte* keyMemory = Small(key);
        byte* ivMemory = isCcm ? CopySmall(iv) : Small(iv);
        byte* firstBlock = isCcm ? CopySmall(first) : null;
        byte* tagMemory = decrypts ? CopySmall(tag) : _small.Take(SecLimits.BlockSize);
        bool isBefore = command.AuthOffset == from && command.AuthOffset + associated <= command.CipherOffset;   // else associated data reaches into the payload
        if (keyMemory == null || ivMemory == null || (isCcm && firstBlock == null) || tagMemory == null || !TryPlace(ref payload, mayPart: isBefore))
        {
            return NotNow();
        }

        int nonceLength = 0;
        if (isCcm)
        {
            SecReason refusal = CheckCcmBlocks(ivMemory, firstBlock, tagLength, associated, length, out nonceLength);
            if (refusal != SecReason.None)
            {
                return Refuse(refusal == SecReason.CipherLength ? SecStatus.BadDataLength : SecStatus.BadAlgorithm, refusal);
            }

            ivMemory++;   // the nonce lies behind the flags
        }

        AddAead(index, in payload, decrypts ? -1 : tag, tagMemory, new AeadJob
        {
            Kind = isCcm ? (isSm4 ? AeadKind.Sm4Ccm : AeadKind.AesCcm) : isSm4 ? AeadKind.Sm4Gcm : AeadKind.AesGcm,
            Decrypt = decrypts,
            Key = keyMemory,
            KeyLength = keyLength,
            Iv = ivMemory,
            IvLength = isCcm ? nonceLength : SecLimits.GcmIvSize,
            Associated = associated == 0 ? null : payload.Data + (command.AuthOffset - from),
            AssociatedLength = associated,
            Source = payload.Source,
            Destination = payload.Target,
            Length = length,
            Tag = tagMemory,
            TagLength = tagLength,
        });
        return SecAdd.Added;
    }

    private void AddAead(int index, in SecPayload payload, int macRange, byte* mac, in AeadJob job)
    {
        AddPending(new SecPending
        {
            Kind = SecPendingKind.Aead,
            Request = index,
            Job = _aeadCount,
            Staged = payload.Staged,
            FirstOutput = AddOutputs(in payload),
            Outputs = payload.Outputs,
            MacOutput = macRange < 0 ? -1 : AddOutputs(macRange, 1),
            Mac = macRange < 0 ? null : mac,
        });
        _aead[_aeadCount++] = job;
    }

    /// <summary>Cipher and key of CCM and GCM; a_alg and the like mean nothing there (§10, 4).</summary>
    private bool TryAeadKey(out SecStatus status, out SecReason reason, out bool isSm4, out int keyLength)
    {
        ref readonly SecCommand command = ref _command;
        isSm4 = command.CipherAlgorithm == SecCipherAlgorithm.Sm4;
        keyLength = SecKeyCode.Length(command.CipherAlgorithm, command.KeyCode);
        status = SecStatus.BadAlgorithm;
        if (!isSm4 && command.CipherAlgorithm != SecCipherAlgorithm.Aes)
        {
            reason = SecReason.CipherAlgorithm;
            return false;
        }

        if (isSm4 && !command.IsBd3)
        {
            reason = SecReason.Generation;
            return false;
        }

        status = SecStatus.BadKeyLength;
        reason = SecReason.CipherKey;
        return keyLength != 0;
    }

    /// <summary>Checks the two blocks that the driver builds for CCM (§7.2; SP 800-38C, A.2 and A.3).</summary>
    /// <param name="counter">The first counter block: flags, nonce, counter 1.</param>
    /// <param name="first">B0: flags, nonce, and a length of which drivers write 16 bits only; it is not looked at.</param>
    /// <param name="tagLength">Bytes of the tag.</param>
    /// <param name="associated">Bytes of associated data.</param>
    /// <param name="length">Bytes of payload.</param>
    /// <param name="nonceLength">7…13.</param>
    /// <returns>What is wrong.</returns>
    private static SecReason CheckCcmBlocks(byte* counter, byte* first, int tagLength, int associated, int length, out int nonceLength)
    {
        int lengthBytes = counter[0] + 1;
        nonceLength = 15 - lengthBytes;
        int flags = counter[0] | ((tagLength - 2) / 2 << 3) | (associated > 0 ? 0x40 : 0);
        if (counter[0] is < 1 or > 7 || first[0] != flags
            || !new ReadOnlySpan<byte>(counter + 1, nonceLength).SequenceEqual(new ReadOnlySpan<byte>(first + 1, nonceLength)))
        {
            return SecReason.CcmBlock;
        }

        for (int i = 1 + nonceLength; i < SecLimits.BlockSize; i++)
        {
            if (counter[i] != (i == SecLimits.BlockSize - 1 ? 1 : 0))
            {
                return SecReason.CcmBlock;
            }
        }

        return lengthBytes < sizeof(int) && length >> (8 * lengthBytes) != 0 ? SecReason.CipherLength : SecReason.None;
    }
}
