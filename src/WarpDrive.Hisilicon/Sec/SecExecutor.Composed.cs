using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>
/// CBC with HMAC over associated data and ciphertext (hisi-sec.md §7.1), made of two engines. Decryption verifies first, and decrypts only what matched.
/// </content>
internal sealed unsafe partial class SecExecutor
{
    private readonly HashJob[] _late = new HashJob[BatchLimit];   // digests of what the ciphers of the wave wrote
    private int _lateCount;
    private readonly CipherJob[] _deferred = new CipherJob[BatchLimit];   // wait for the verdict on their tag
    private int _deferredCount;

    private SecAdd AddComposed(int index)
    {
        ref readonly SecCommand command = ref _command;
        bool decrypts = command.Cipher == SecCipherAction.Decrypt;
        if (command.Auth != (decrypts ? SecAuthAction.Verify : SecAuthAction.Calculate) || command.IsAuthFirst != decrypts)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.Operation);
        }

        if (command.Scene == SecScene.Stream)
        {
            return Refuse(SecStatus.BadType, SecReason.Scene);
        }

        int code = HashCodes[(int)command.AuthAlgorithm];
        if (code <= Hmac)
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.AuthAlgorithm);
        }

        if (command.CipherAlgorithm is not (SecCipherAlgorithm.Aes or SecCipherAlgorithm.Sm4))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.CipherAlgorithm);
        }

        if (!command.IsBd3 && (command.CipherAlgorithm != SecCipherAlgorithm.Aes
            || command.AuthAlgorithm is not (SecAuthAlgorithm.HmacSha1 or SecAuthAlgorithm.HmacSha256 or SecAuthAlgorithm.HmacSha512)))
        {
            return Refuse(SecStatus.BadAlgorithm, SecReason.Generation);
        }

        var hash = (HashKind)(code - Hmac - 1);
        int keyLength = SecKeyCode.Length(command.CipherAlgorithm, command.KeyCode);
        int authKeyLength = (int)command.AuthKeyWords * 4;
        if (keyLength == 0 || authKeyLength > HashKinds.BlockSize(hash))
        {
            return Refuse(SecStatus.BadKeyLength, keyLength == 0 ? SecReason.CipherKey : SecReason.AuthKey);
        }

        SecAdd checkedLengths = CheckComposedLengths();
        if (checkedLengths != SecAdd.Added)
        {
            return checkedLengths;
        }

        int macLength = (int)command.MacWords * 4;
        if (macLength == 0 || macLength > HashKinds.DigestSize(hash))
        {
            return Refuse(SecStatus.BadMacLength, SecReason.MacLength);
        }

        SecAdd added = WantPayload(command.AuthOffset, command.AuthLength, out SecPayload payload);
        if (added != SecAdd.Added)
        {
            return added;
        }

        int key = Want(command.CipherKey, keyLength, MemoryAccess.Read);
        int iv = Want(command.CipherIv, SecLimits.BlockSize, MemoryAccess.Read);
        int authKey = Want(command.AuthKey, authKeyLength, MemoryAccess.Read);
        int mac = Want(command.Mac, macLength, decrypts ? MemoryAccess.Read : MemoryAccess.Write);
        added = Acquire();
        if (added != SecAdd.Added)
        {
            return added;
        }

        byte* digest = _small.Take(HashKinds.MaxDigestSize);
        byte* expected = decrypts ? CopySmall(mac) : null;
        byte* keyMemory = Small(key);
        byte* ivMemory = Small(iv);
        byte* authKeyMemory = Small(authKey);
        if (digest == null || (decrypts && expected == null) || keyMemory == null || ivMemory == null || (authKey >= 0 && authKeyMemory == null)
            || !TryPlace(ref payload))
        {
            return NotNow();
        }

        var cipher = new CipherJob
        {
            Kind = KindOf(command.CipherAlgorithm),
            Mode = BlockMode.Cbc,
            Decrypt = decrypts,
            Key = keyMemory,
            KeyLength = keyLength,
            Iv = ivMemory,
            Source = payload.Source,
            Destination = payload.Target,
            Length = payload.Length,
        };
        var authentication = new HashJob { Kind = hash, IsHmac = true, Key = authKeyMemory, KeyLength = authKeyLength, Output = digest };
        EnsureSegments(2);
        authentication.FirstSegment = _segmentCount;
        var pending = new SecPending
        {
            Kind = decrypts ? SecPendingKind.VerifyThenDecrypt : SecPendingKind.EncryptThenMac,
            Request = index,
            Staged = payload.Staged,
            FirstOutput = AddOutputs(in payload),
            Outputs = payload.Outputs,
            MacOutput = decrypts ? -1 : AddOutputs(mac, 1),
            Mac = decrypts ? null : digest,
            MacLength = macLength,
            Expected = expected,
            Digest = digest,
        };
        if (decrypts)
        {
            authentication.SegmentCount = 1;
            _segments[_segmentCount++] = new HashSegment { Data = payload.Data, Length = payload.SourceLength };
            pending.DigestJob = _hashCount;
            pending.Deferred = _deferredCount;
            _deferred[_deferredCount++] = cipher;
            AddHash(in authentication, index);
        }
        else
        {
            authentication.SegmentCount = 2;
            _segments[_segmentCount++] = new HashSegment { Data = payload.Data, Length = payload.Offset };
            _segments[_segmentCount++] = new HashSegment { Data = payload.Target, Length = payload.Length };
            pending.DigestJob = _lateCount;
            pending.Job = _cipherCount;
            _late[_lateCount++] = authentication;
            _cipher[_cipherCount++] = cipher;
        }

        AddPending(in pending);
        return SecAdd.Added;
    }

    /// <summary>The payload is whole blocks and ends what is authenticated.</summary>
    private SecAdd CheckComposedLengths()
    {
        ref readonly SecCommand command = ref _command;
        if (command.CipherLength == 0 || command.CipherLength % SecLimits.BlockSize != 0)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.CipherLength);
        }

        if (command.AuthLength > SecLimits.MaxData)
        {
            return Refuse(SecStatus.BadDataLength, SecReason.AuthLength);
        }

        return command.CipherOffset < command.AuthOffset || command.CipherOffset + command.CipherLength != command.AuthOffset + command.AuthLength
            ? Refuse(SecStatus.BadDataLength, SecReason.Offset)
            : SecAdd.Added;
    }

    /// <summary>Between the digests and the ciphers: what matches is decrypted, the place of what does not is zeroed.</summary>
    private void Verify()
    {
        for (int i = 0; _deferredCount > 0 && i < _pendingCount; i++)
        {
            ref SecPending pending = ref _pending[i];
            if (pending.Kind != SecPendingKind.VerifyThenDecrypt)
            {
                continue;
            }

            ref readonly CipherJob job = ref _deferred[pending.Deferred];
            pending.Mismatch = !CryptographicOperations.FixedTimeEquals(
                new ReadOnlySpan<byte>(pending.Digest, pending.MacLength), new ReadOnlySpan<byte>(pending.Expected, pending.MacLength));
            if (pending.Mismatch)
            {
                new Span<byte>(job.Destination, job.Length).Clear();
                continue;
            }

            pending.Job = _cipherCount;
            _cipher[_cipherCount++] = job;
        }
    }
}
