using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>MACs made with a block cipher: XCBC, CMAC, GMAC (hisi-sec.md §6.2). Generation 3 only.</content>
internal sealed unsafe partial class SecExecutor
{
    private readonly MacJob[] _mac = new MacJob[BatchLimit];
    private int _macCount;

    private SecAdd AddMac(int index, MacKind kind)
    {
        ref readonly SecCommand command = ref _command;
        if (!command.IsBd3)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.Generation);   // §10, 5
        }

        bool isGmac = kind is MacKind.AesGmac or MacKind.Sm4Gmac;
        if (command.Padding != 0 || command.AuthIv != (isGmac ? SecAuthIv.FromAddress : SecAuthIv.Internal))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.AuthIv);
        }

        int keyLength = (int)command.AuthKeyWords * 4;
        if (keyLength != 16 && (kind != MacKind.AesGmac || keyLength is not (24 or 32)))
        {
            return Refuse(SecStatus.BadKeyLength, SecReason.AuthKey);
        }

        int length = command.AuthLength;
        if ((length == 0 && !isGmac) || length > SecLimits.MaxData)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.AuthLength);
        }

        int macLength = (int)command.MacWords * 4;
        if (macLength is 0 or > SecLimits.BlockSize)
        {
            return Refuse(SecStatus.BadMacLength, SecReason.MacLength);
        }

        SecAdd added = WantData(command.SourceType, command.Source, command.AuthOffset, length, MemoryAccess.Read, out int first, out int count);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.AuthKey, keyLength, MemoryAccess.Read);
        int iv = isGmac ? Want(command.AuthIvAddress, SecLimits.GcmIvSize, MemoryAccess.Read) : -1;   // the last 4 of 16 bytes mean nothing
        int mac = Want(command.Mac, macLength, MemoryAccess.Write);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        byte* source = Gather(first, count, length, mustCopy: false);
        byte* copied = _small.Take(SecLimits.BlockSize);   // engines write 16 bytes
        byte* keyMemory = Small(key);
        byte* ivMemory = Small(iv);
        if ((length > 0 && source == null) || copied == null || keyMemory == null || (isGmac && ivMemory == null))
        {
            return NotNow();
        }

        AddPending(new SecPending
        {
            Kind = SecPendingKind.Mac,
            Request = index,
            Job = _macCount,
            MacOutput = AddOutputs(mac, 1),
            Mac = copied,
            MacLength = macLength,
        });
        _mac[_macCount++] = new MacJob
        {
            Kind = kind,
            Key = keyMemory,
            KeyLength = keyLength,
            Iv = ivMemory,
            Source = source,
            Length = length,
            Output = copied,
        };
        return SecAdd.Added;
    }
}
