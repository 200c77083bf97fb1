using System.Buffers.Binary;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>GCM in parts, the state in the submitter's memory (hisi-sec.md §7.4).</content>
internal sealed unsafe partial class SecExecutor
{
    private const int SlotState = 32;   // of the auth-IV slot: IV, counter 1, 16 zeros, state
    private const int SlotCounter = SecLimits.GcmIvSize;

    /// <summary>FIRST: associated data only; comes as a GMAC that is not to be finished.</summary>
    private SecAdd AddGcmFirst(int index)
    {
        ref readonly SecCommand command = ref _command;
        bool isSm4 = command.AuthAlgorithm == SecAuthAlgorithm.Sm4Gmac;
        if (isSm4 && !command.IsBd3)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.Generation);
        }

        if (command.Scene != SecScene.Stream)
        {
            return Refuse(SecStatus.BadType, SecReason.Scene);
        }

        if (command.AuthIv != SecAuthIv.Internal)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.AuthIv);
        }

        int keyLength = (int)command.AuthKeyWords * 4;
        if (keyLength != 16 && (isSm4 || keyLength is not (24 or 32)))
        {
            return Refuse(SecStatus.BadKeyLength, SecReason.AuthKey);
        }

        int length = command.AuthLength;
        if (length is 0 or > SecLimits.MaxAssociated)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.AuthLength);
        }

        SecAdd added = WantData(command.SourceType, command.Source, command.AuthOffset, length, MemoryAccess.Read, out int first, out int count);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.AuthKey, keyLength, MemoryAccess.Read);
        int mac = Want(command.Mac, SecLimits.BlockSize, MemoryAccess.Write);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        byte* source = Gather(first, count, length, mustCopy: false);
        byte* keyMemory = Small(key);
        byte* state = _small.Take(SecLimits.BlockSize);
        if (source == null || keyMemory == null || state == null)
        {
            return NotNow();
        }

        AddAead(index, default, mac, state, new AeadJob
        {
            Kind = isSm4 ? AeadKind.Sm4Gcm : AeadKind.AesGcm,
            Part = AeadPart.First,
            Key = keyMemory,
            KeyLength = keyLength,
            Associated = source,
            AssociatedLength = length,
            State = state,
        });
        return SecAdd.Added;
    }

    /// <summary>MIDDLE and END.</summary>
    private SecAdd AddGcmPart(int index)
    {
        ref readonly SecCommand command = ref _command;
        if (!TryAeadKey(out SecStatus status, out SecReason reason, out bool isSm4, out int keyLength))
        {
            return Refuse(status, reason);
        }

        if (command.AuthIv != SecAuthIv.FromAddress || command.Padding > 1)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.Stream);
        }

        bool isLast = command.Padding == 0;
        bool decrypts = command.Cipher == SecCipherAction.Decrypt;
        int length = command.CipherLength;
        ulong associatedTotal = command.TotalLength & 0xFF_FFFF;   // bytes, packed (§7.4)
        ulong payloadTotal = command.TotalLength >> 24;
        if (length > SecLimits.MaxData || (!isLast && (length == 0 || length % SecLimits.BlockSize != 0)))
        {
            return Refuse(SecStatus.BadDataLength, SecReason.CipherLength);
        }

        if (isLast && payloadTotal < (uint)length)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.TotalLength);
        }

        int tagLength = command.TagBytes == 0 ? SecLimits.BlockSize : (int)command.TagBytes;   // drivers need not write it here: then it is whole
        if (isLast && tagLength is < 8 or > SecLimits.BlockSize)
        {
            return Refuse(SecStatus.BadMacLength, SecReason.MacLength);
        }

        int macLength = isLast ? tagLength : SecLimits.BlockSize;
        SecAdd added = WantPayload(command.CipherOffset, length, out SecPayload payload);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.CipherKey, keyLength, MemoryAccess.Read);
        int iv = Want(command.CipherIv, SecLimits.BlockSize, MemoryAccess.Read);
        int authIv = Want(command.AuthIvAddress, isLast ? SecLimits.AuthIvSlot : SecLimits.BlockSize, MemoryAccess.Read);
        bool writesMac = !isLast || !decrypts;
        int mac = Want(command.Mac, macLength, writesMac ? MemoryAccess.Write : MemoryAccess.Read);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        byte* keyMemory = Small(key);
        byte* ivMemory = CopySmall(iv);
        byte* slot = CopySmall(authIv);
        byte* tag = !isLast ? slot : decrypts ? CopySmall(mac) : _small.Take(SecLimits.BlockSize);
        if (keyMemory == null || ivMemory == null || slot == null || tag == null || !TryPlace(ref payload))
        {
            return NotNow();
        }

        if (isLast && !IsFirstCounter(slot, ivMemory))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.AuthIv);
        }

        AddAead(index, in payload, writesMac ? mac : -1, tag, new AeadJob
        {
            Kind = isSm4 ? AeadKind.Sm4Gcm : AeadKind.AesGcm,
            Part = isLast ? AeadPart.Last : AeadPart.Middle,
            Decrypt = decrypts,
            Key = keyMemory,
            KeyLength = keyLength,
            Iv = ivMemory,
            Source = payload.Source,
            Destination = payload.Target,
            Length = length,
            Tag = isLast ? tag : null,
            TagLength = isLast ? tagLength : 0,
            State = isLast ? slot + SlotState : slot,
            AssociatedTotal = associatedTotal,
            PayloadTotal = payloadTotal,
        });
        return SecAdd.Added;
    }

    /// <summary>The slot of the last part begins with the first counter block, which belongs to the IV of the stream.</summary>
    private static bool IsFirstCounter(byte* slot, byte* iv) =>
        new ReadOnlySpan<byte>(slot, SlotCounter).SequenceEqual(new ReadOnlySpan<byte>(iv, SlotCounter))
        && BinaryPrimitives.ReadUInt32BigEndian(new ReadOnlySpan<byte>(slot + SlotCounter, sizeof(uint))) == 1;
}
