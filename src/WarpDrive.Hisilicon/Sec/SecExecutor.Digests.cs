using System.Runtime.CompilerServices;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>Digests and HMAC: whole messages, and parts with the state in memory (hisi-sec.md §6.2, §6.3).</content>
internal sealed unsafe partial class SecExecutor
{
    private const int Hmac = 0x10;

    private readonly HashJob[] _hash = new HashJob[BatchLimit];
    private readonly int[] _hashOwner = new int[BatchLimit];
    private HashSegment[] _segments = new HashSegment[BatchLimit];
    private int _hashCount;
    private int _segmentCount;

    /// <summary>a_alg to hash function plus one, HMAC marked; 0 for anything else.</summary>
    private static ReadOnlySpan<byte> HashCodes =>
    [
        (int)HashKind.Sha1 + 1, (int)HashKind.Sha256 + 1, (int)HashKind.Md5 + 1, (int)HashKind.Sha224 + 1,                                  // 0x00
        (int)HashKind.Sha384 + 1, (int)HashKind.Sha512 + 1, (int)HashKind.Sha512T224 + 1, (int)HashKind.Sha512T256 + 1,
        0, 0, 0, 0, 0, 0, 0, 0,
        Hmac + (int)HashKind.Sha1 + 1, Hmac + (int)HashKind.Sha256 + 1, Hmac + (int)HashKind.Md5 + 1, Hmac + (int)HashKind.Sha224 + 1,      // 0x10
        Hmac + (int)HashKind.Sha384 + 1, Hmac + (int)HashKind.Sha512 + 1, Hmac + (int)HashKind.Sha512T224 + 1, Hmac + (int)HashKind.Sha512T256 + 1,
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, (int)HashKind.Sm3 + 1, Hmac + (int)HashKind.Sm3 + 1, 0,                                                              // 0x20
        0, 0, 0, 0, 0, 0, 0, 0,
        0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,                                                                                     // 0x30
    ];

    /// <summary>Bytes of a digest by hash function, in the order of <see cref="HashKind"/>.</summary>
    private static ReadOnlySpan<byte> DigestSizes => [16, 20, 28, 32, 48, 64, 28, 32, 32];

    /// <summary>
    /// The short way of what comes in thousands: a whole message of generation 3, not empty, in one piece of memory that can be used directly, with the
    /// full digest written directly. Whatever it does not take goes the general way, which also finds out what is wrong.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryAddPlainDigest(ref SecSqe sqe, int index, ulong limit)
    {
        // hisi-sec.md §4. Offsets are those of BD3; loads are of the device's own copy.
        const uint Header = 0xF | (1u << 4) | (0xFu << 5) | (7u << 11) | (7u << 17);   // type, invalid, scene, source and MAC address types
        const uint PlainHeader = SecSqe.TypeBd3 | ((uint)SecScene.Stream << 5);
        byte* bd = (byte*)Unsafe.AsPointer(ref sqe);
        uint auth = *(uint*)(bd + 0x38);
        int code = HashCodes[(int)((auth >> 15) & 0x3F)];
        ulong source = *(ulong*)(bd + 0x10);
        ulong output = Unsafe.ReadUnaligned<ulong>(bd + 0x54);
        int length = (int)(*(uint*)(bd + 0x44) & 0xFF_FFFF);
        if ((*(uint*)bd & Header) != PlainHeader
            || !_hasBd3
            || (*(ushort*)(bd + 0x04) & 3) != (uint)SecCipherAction.None
            || (auth & 0xF) != (uint)SecAuthAction.Calculate            // and the internal initial value
            || (bd[0x6C] & 3) != 0                                       // padded
            || *(ushort*)(bd + 0x40) != 0
            || (uint)(code - 1) >= Hmac
            || (uint)(length - 1) >= SecLimits.MaxData)
        {
            return false;
        }

        int size = DigestSizes[code - 1];
        ulong sourceEnd = source + (uint)length;
        ulong outputEnd = output + (uint)size;
        if (((auth >> 4) & 0x1F) * 4 != (uint)size
            || source - 1 >= limit || sourceEnd > limit || output - 1 >= limit || outputEnd > limit
            || (output < sourceEnd && source < outputEnd)
            || !_hazards.HasRoom(1) || !_hazards.MayRead(source, sourceEnd) || !_hazards.MayWrite(output, outputEnd))
        {
            return false;
        }

        _hazards.AddRead(source, sourceEnd);
        _hazards.AddWrite(output, outputEnd);
        EnsureSegments(1);
        _segments[_segmentCount] = new HashSegment { Data = (byte*)source, Length = length };
        ref HashJob job = ref _hash[_hashCount];
        job.Kind = (HashKind)(code - 1);
        job.Part = HashPart.Whole;
        job.IsHmac = false;
        job.FirstSegment = _segmentCount++;
        job.SegmentCount = 1;
        job.Output = (byte*)output;
        _hashOwner[_hashCount++] = index;
        sqe.ResultWord = SecResult.Pack(SecResult.IcvNone, SecResult.FlagDigest);   // nothing can go wrong any more
        sqe.ErrorType = SecStatus.None;
        _queue!.CountBytes(length, size);
        return true;
    }

    private SecAdd AddAuth(int index)
    {
        SecAuthAlgorithm algorithm = _command.AuthAlgorithm;
        switch (algorithm)
        {
            case SecAuthAlgorithm.AesXcbc:
                return AddMac(index, MacKind.AesXcbc);
            case SecAuthAlgorithm.AesCmac:
                return AddMac(index, MacKind.AesCmac);
            case SecAuthAlgorithm.AesGmac or SecAuthAlgorithm.Sm4Gmac when _command.Padding == 1:
                return AddGcmFirst(index);
            case SecAuthAlgorithm.AesGmac:
                return AddMac(index, MacKind.AesGmac);
            case SecAuthAlgorithm.Sm4Gmac:
                return AddMac(index, MacKind.Sm4Gmac);
        }

        int code = HashCodes[(int)algorithm];
        return code != 0
            ? AddDigest(index, (HashKind)((code & (Hmac - 1)) - 1), (code & Hmac) != 0)
            : Refuse(SecStatus.BadAlgorithm, SecReason.AuthAlgorithm);
    }

    private SecAdd AddDigest(int index, HashKind kind, bool isHmac)
    {
        ref readonly SecCommand command = ref _command;
        if (command.AuthIv > SecAuthIv.FromAddress || command.Padding > 1)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.AuthIv);
        }

        bool hasState = command.AuthIv == SecAuthIv.FromAddress;
        bool isOpen = command.Padding == 1;
        HashPart part = isOpen ? (hasState ? HashPart.Middle : HashPart.First) : hasState ? HashPart.Last : HashPart.Whole;
        if (part != HashPart.Whole && command.IsBd3 && command.Scene != SecScene.Stream)
        {
            return Refuse(SecStatus.BadType, SecReason.Scene);   // the fields of a long digest are elsewhere there
        }

        int keyLength = isHmac ? (int)command.AuthKeyWords * 4 : 0;
        if (keyLength > HashKinds.BlockSize(kind))
        {
            return Refuse(SecStatus.BadKeyLength, SecReason.AuthKey);
        }

        if (!IsDigestLength(part, HashKinds.BlockSize(kind)))
        {
            return Refuse(SecStatus.BadDataLength, part == HashPart.Last ? SecReason.TotalLength : SecReason.AuthLength);
        }

        int outputSize = isOpen ? HashKinds.StateSize(kind) : HashKinds.DigestSize(kind);
        int macLength = isOpen ? outputSize : (int)command.MacWords * 4;   // mac_len means nothing while no digest is made (§10, 1)
        if (macLength == 0 || macLength > outputSize)
        {
            return Refuse(SecStatus.BadMacLength, SecReason.MacLength);
        }

        SecAdd added = WantData(command.SourceType, command.Source, command.AuthOffset, command.AuthLength, MemoryAccess.Read, out int first, out int count);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.AuthKey, keyLength, MemoryAccess.Read);
        int inputs = _rangeCount;
        int state = hasState ? Want(command.AuthIvAddress, HashKinds.StateSize(kind), MemoryAccess.Read) : -1;
        int mac = Want(command.Mac, macLength, MemoryAccess.Write);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        var job = new HashJob
        {
            Kind = kind,
            Part = part,
            IsHmac = isHmac,
            Key = Small(key),
            KeyLength = keyLength,
            StateIn = Small(state),
            TotalLength = command.TotalLength / 8,
            Output = macLength == outputSize && !Overlaps(mac, 0, inputs) ? At(mac) : null,
        };
        byte* copied = job.Output == null ? _small.Take(outputSize) : null;
        job.Output = copied != null ? copied : job.Output;
        if (job.Output == null || (key >= 0 && job.Key == null) || (state >= 0 && job.StateIn == null) || !TryAddSegments(first, count, ref job))
        {
            return NotNow();
        }

        AddPending(new SecPending
        {
            Kind = SecPendingKind.Digest,
            Request = index,
            Job = _hashCount,
            MacOutput = AddOutputs(mac, 1),
            Mac = copied,
            MacLength = macLength,
        });
        AddHash(in job, index);
        return SecAdd.Added;
    }

    private bool IsDigestLength(HashPart part, int blockSize)
    {
        int length = _command.AuthLength;
        uint rest = (uint)(blockSize - 1);
        if (length > SecLimits.MaxData)
        {
            return false;
        }

        switch (part)
        {
            case HashPart.Whole:
                return length > 0 || _command.IsBd3;
            case HashPart.Last:
                ulong total = _command.TotalLength / 8;   // what came before is whole blocks, at least one
                return _command.TotalLength % 8 == 0 && total > (uint)length && ((total - (uint)length) & rest) == 0;
            default:
                return length > 0 && (length & rest) == 0;
        }
    }

    /// <summary>Adds the source of a digest as it lies in memory; what comes in windows is gathered.</summary>
    private bool TryAddSegments(int first, int count, ref HashJob job)
    {
        EnsureSegments(count);
        job.FirstSegment = _segmentCount;
        for (int i = first; i < first + count; i++)
        {
            byte* data = At(i);
            if (data == null)
            {
                data = Gather(first, count, _command.AuthLength, mustCopy: true);
                _segments[job.FirstSegment] = new HashSegment { Data = data, Length = _command.AuthLength };
                _segmentCount = job.FirstSegment + 1;
                job.SegmentCount = 1;
                return data != null;
            }

            _segments[_segmentCount++] = new HashSegment { Data = data, Length = _ranges[i].Length };
        }

        job.SegmentCount = count;
        return true;
    }

    private void AddHash(in HashJob job, int index)
    {
        _hash[_hashCount] = job;
        _hashOwner[_hashCount++] = index;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void EnsureSegments(int more)
    {
        if (_segments.Length - _segmentCount < more)
        {
            Array.Resize(ref _segments, Math.Max(_segments.Length * 2, _segmentCount + more));
        }
    }
}
