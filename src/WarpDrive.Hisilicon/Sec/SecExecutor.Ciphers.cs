using WarpDrive.Engines.Ciphers;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>Plain ciphers (hisi-sec.md §6.1), and what all that encrypts has in common.</content>
internal sealed unsafe partial class SecExecutor
{
    private readonly CipherJob[] _cipher = new CipherJob[BatchLimit];
    private int _cipherCount;

    private SecAdd AddCipher(int index)
    {
        ref readonly SecCommand command = ref _command;
        SecCipherAlgorithm algorithm = command.CipherAlgorithm;
        if (algorithm > SecCipherAlgorithm.Sm4)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.CipherAlgorithm);
        }

        if (!TryMode(out BlockMode mode))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.CipherMode);
        }

        // The first column of the table: generation 2 has ECB, CBC and XTS only.
        if (!command.IsBd3 && mode is not (BlockMode.Ecb or BlockMode.Cbc or BlockMode.Xts))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.Generation);
        }

        int keyLength = SecKeyCode.Length(algorithm, command.KeyCode);
        bool isXts = mode is BlockMode.Xts or BlockMode.XtsGb;
        if (keyLength == 0 || (isXts && keyLength == 24))
        {
            return Refuse(SecStatus.BadKeyLength, SecReason.CipherKey);
        }

        int length = command.CipherLength;
        int blockSize = IsDes(algorithm) ? SecLimits.DesBlockSize : SecLimits.BlockSize;
        bool isLength = mode switch
        {
            BlockMode.Ecb or BlockMode.Cbc => length > 0 && length % blockSize == 0,
            BlockMode.Cfb or BlockMode.Ofb or BlockMode.Ctr => length > 0,
            _ => length >= SecLimits.BlockSize,
        };
        if (!isLength || length > SecLimits.MaxData)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.CipherLength);
        }

        if (IsDes(algorithm) && !CipherEngine.CanRun(KindOf(algorithm), mode, length))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.CipherAlgorithm);   // no library of this machine takes it
        }

        SecAdd added = WantPayload(command.CipherOffset, length, out SecPayload payload);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.CipherKey, isXts ? 2 * keyLength : keyLength, MemoryAccess.Read);
        int iv = mode == BlockMode.Ecb ? -1 : Want(command.CipherIv, blockSize, MemoryAccess.Read);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        byte* keyMemory = Small(key);
        byte* ivMemory = Small(iv);
        if (keyMemory == null || (iv >= 0 && ivMemory == null) || !TryPlace(ref payload))
        {
            return NotNow();
        }

        AddPending(new SecPending
        {
            Kind = SecPendingKind.Cipher,
            Request = index,
            Job = _cipherCount,
            Staged = payload.Staged,
            FirstOutput = AddOutputs(in payload),
            Outputs = payload.Outputs,
            MacOutput = -1,
        });
        _cipher[_cipherCount++] = new CipherJob
        {
            Kind = KindOf(algorithm),
            Mode = mode,
            Decrypt = command.Cipher == SecCipherAction.Decrypt,
            Key = keyMemory,
            KeyLength = isXts ? 2 * keyLength : keyLength,
            Iv = ivMemory,
            Source = payload.Source,
            Destination = payload.Target,
            Length = length,
        };
        return SecAdd.Added;
    }

    private static bool IsDes(SecCipherAlgorithm algorithm) => algorithm is SecCipherAlgorithm.Des or SecCipherAlgorithm.TripleDes;

    private static CipherKind KindOf(SecCipherAlgorithm algorithm) => algorithm switch
    {
        SecCipherAlgorithm.Aes => CipherKind.Aes,
        SecCipherAlgorithm.Sm4 => CipherKind.Sm4,
        SecCipherAlgorithm.Des => CipherKind.Des,
        _ => CipherKind.TripleDes,
    };

    private bool TryMode(out BlockMode mode)
    {
        ref readonly SecCommand command = ref _command;

        // The selector means something for XTS only when it is 1: kernels write 2 for every mode. The tweak of GB/T 17964 is for SM4.
        bool isGb = command.IsBd3 && command.Selector == SecFormat3.SelectorTweakGb;
        const BlockMode None = (BlockMode)byte.MaxValue;
        mode = command.CipherMode switch
        {
            SecCipherMode.Ecb => BlockMode.Ecb,
            SecCipherMode.Cbc => BlockMode.Cbc,
            SecCipherMode.Cfb => BlockMode.Cfb,
            SecCipherMode.Ofb => BlockMode.Ofb,
            SecCipherMode.Ctr => BlockMode.Ctr,
            SecCipherMode.Xts when !isGb => BlockMode.Xts,
            SecCipherMode.Xts when command.CipherAlgorithm == SecCipherAlgorithm.Sm4 => BlockMode.XtsGb,
            SecCipherMode.CbcCs => command.Stealing switch { 1 => BlockMode.CbcCs1, 2 => BlockMode.CbcCs2, 3 => BlockMode.CbcCs3, _ => None },
            _ => None,
        };
        return mode != None && (!IsDes(command.CipherAlgorithm) || mode is BlockMode.Ecb or BlockMode.Cbc);
    }

    /// <summary>Wants the source from an offset on and the destination of the payload in it.</summary>
    /// <param name="from">Where the source begins to be needed.</param>
    /// <param name="length">Bytes of it; the payload ends it, or lies anywhere in it.</param>
    /// <param name="payload">What was wanted.</param>
    private SecAdd WantPayload(int from, int length, out SecPayload payload)
    {
        ref readonly SecCommand command = ref _command;
        payload = new SecPayload { From = from, SourceLength = length, Offset = command.CipherOffset - from, Length = command.CipherLength };
        SecAdd added = WantData(command.SourceType, command.Source, from, length, MemoryAccess.Read, out payload.FirstSource, out payload.Sources);
        return added == SecAdd.Added
            ? WantData(command.DestinationType, command.Destination, command.CipherOffset, command.CipherLength, MemoryAccess.Write, out payload.FirstTarget, out payload.Targets)
            : added;
    }

    /// <summary>
    /// Finds where engines read and write: the submitter's memory when both are in one piece and the same or apart; else the source is gathered in private
    /// memory, and a scattered destination is written from there at the end.
    /// </summary>
    /// <param name="payload">Becomes complete.</param>
    /// <param name="mayPart">Whether associated data and payload may lie in two pieces.</param>
    private bool TryPlace(ref SecPayload payload, bool mayPart = false)
    {
        byte* target = payload.Targets == 1 ? At(payload.FirstTarget) : null;
        if (mayPart && TryPlaceParted(ref payload, target))
        {
            return true;
        }

        bool writesStaged = payload.Length > 0 && target == null;
        byte* source = payload.Sources == 1 ? At(payload.FirstSource) : null;
        bool overlaps = source != null && target != null && target != source + payload.Offset
            && target < source + payload.SourceLength && source < target + payload.Length;
        source = Gather(payload.FirstSource, payload.Sources, payload.SourceLength, writesStaged || overlaps);
        if (source == null && payload.SourceLength > 0)
        {
            return false;
        }

        payload.Data = source;
        payload.Source = payload.Length > 0 ? source + payload.Offset : null;
        payload.Target = writesStaged ? payload.Source : target;
        payload.Staged = writesStaged ? payload.Source : null;

        // What is written directly by the engine and needs no commit is no output.
        payload.Outputs = writesStaged || _limit == 0 ? payload.Targets : 0;
        return true;
    }

    /// <summary>The common case of AEAD in a list: associated data in one piece, payload in the next, and a destination in one piece, the same as the payload or apart.</summary>
    private bool TryPlaceParted(ref SecPayload payload, byte* target)
    {
        if (target == null || payload.Sources != 2 || _ranges[payload.FirstSource].Length != payload.Offset
            || _ranges[payload.FirstSource + 1].Length != payload.Length)
        {
            return false;
        }

        byte* associated = At(payload.FirstSource);
        byte* source = At(payload.FirstSource + 1);
        if (associated == null || source == null || (target < associated + payload.Offset && associated < target + payload.Length)
            || (target != source && target < source + payload.Length && source < target + payload.Length))
        {
            return false;
        }

        payload.Data = associated;
        payload.Source = source;
        payload.Target = target;
        payload.Staged = null;
        payload.Outputs = _limit == 0 ? 1 : 0;
        return true;
    }

    private int AddOutputs(in SecPayload payload) => AddOutputs(payload.FirstTarget, payload.Outputs);
}
