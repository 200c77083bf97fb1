using System.Security.Cryptography;
using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Hashing;
using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Sec;

/// <content>The execution of a wave, and what is left to do afterwards.</content>
internal sealed unsafe partial class SecExecutor
{
    private bool _hasFailed;

    private bool IsWaveEmpty => _pendingCount == 0 && _hashCount == 0;

    private void AddPending(in SecPending pending) => _pending[_pendingCount++] = pending;

    /// <summary>Executes the wave: each engine once, over all jobs of its kind.</summary>
    private void Flush(Span<QmRequest> batch)
    {
        if (_hashCount > 0)
        {
            RunHashes(batch);
        }

        if (_pendingCount > 0)
        {
            TryRunOthers();
        }

        int committed = CommitTogether();
        for (int i = 0; i < _pendingCount; i++)
        {
            Finish(batch, ref _pending[i], committed);
        }

        Reset();
        _wave++;
        if (_plan is { } plan)
        {
            plan.Wave = _wave;
        }
    }

    private void RunHashes(Span<QmRequest> batch)
    {
        Span<HashJob> jobs = _hash.AsSpan(0, _hashCount);
        _engines.Hash.Run(jobs, _segments.AsSpan(0, _segmentCount));
        if (!_wantsNotes)
        {
            return;
        }

        HashPath path = jobs[0].Path;
        var engine = (ushort)SecEngineSet.Number(path);
        for (int i = 0; i < jobs.Length; i++)
        {
            if (jobs[i].Path != path)
            {
                path = jobs[i].Path;
                engine = (ushort)SecEngineSet.Number(path);
            }

            batch[_hashOwner[i]].RemarkServed(engine, jobs[i].Lanes);
        }
    }

    /// <summary>Runs all but the digests. A library that fails (it lacks memory, or refuses a key) fails the requests, not their queues.</summary>
    private void TryRunOthers()
    {
        try
        {
            RunOthers();
        }
        catch (Exception e) when (e is CryptographicException or PlatformNotSupportedException or InsufficientMemoryException)
        {
            _hasFailed = true;
            foreach (ref readonly AeadJob job in _aead.AsSpan(0, _aeadCount))
            {
                new Span<byte>(job.Destination, job.Length).Clear();   // nobody has looked at the tag
            }

            // What the engines still hold of the jobs is not known: others take their place.
            SecEngine forced = _engines.Forced;
            _engines.Dispose();
            _engineSets[(int)forced] = null;
            _engines = Engines(forced);
        }
    }

    private void RunOthers()
    {
        Verify();
        if (_cipherCount > 0)
        {
            _engines.Cipher.Run(_cipher.AsSpan(0, _cipherCount));
        }

        if (_lateCount > 0)
        {
            _engines.Hash.Run(_late.AsSpan(0, _lateCount), _segments.AsSpan(0, _segmentCount));
        }

        if (_aeadCount > 0)
        {
            _engines.Aead.Run(_aead.AsSpan(0, _aeadCount));
        }

        if (_macCount > 0)
        {
            _engines.Mac.Run(_mac.AsSpan(0, _macCount));
        }
    }

    /// <summary>Takes the verdict of the engines and what they tell about themselves.</summary>
    private void Judge(ref QmRequest request, ref SecPending pending)
    {
        switch (pending.Kind)
        {
            case SecPendingKind.Mac:
                ref readonly MacJob mac = ref _mac[pending.Job];
                request.RemarkServed((ushort)SecEngineSet.Number(mac.Path), mac.Lanes);
                break;
            case SecPendingKind.Cipher:
                ref readonly CipherJob cipher = ref _cipher[pending.Job];
                request.RemarkServed((ushort)SecEngineSet.Number(cipher.Path), cipher.Lanes);
                break;
            case SecPendingKind.Aead:
                ref readonly AeadJob aead = ref _aead[pending.Job];
                pending.Mismatch = aead.TagMismatch;
                request.RemarkServed((ushort)SecEngineSet.Number(aead.Path), aead.Lanes);
                break;
            case SecPendingKind.EncryptThenMac or SecPendingKind.VerifyThenDecrypt:
                ref readonly HashJob digest = ref (pending.Kind == SecPendingKind.EncryptThenMac ? _late : _hash)[pending.DigestJob];
                SecEngine path = pending.Mismatch ? SecEngine.Hardware : SecEngineSet.Number(_cipher[pending.Job].Path);
                ushort lanes = pending.Mismatch ? digest.Lanes : _cipher[pending.Job].Lanes;
                request.RemarkServed(SecEngineNames.Pair(path, SecEngineSet.Number(digest.Path)), lanes);
                break;
        }
    }

    /// <summary>Writes what the engines left in private memory, commits it, and completes the request.</summary>
    /// <param name="batch">The batch.</param>
    /// <param name="pending">The request.</param>
    /// <param name="committed">Outputs of the wave that are written and committed already.</param>
    private void Finish(Span<QmRequest> batch, ref SecPending pending, int committed)
    {
        ref QmRequest request = ref batch[pending.Request];
        ref SecSqe sqe = ref request.Descriptor<SecSqe>();
        uint flag = pending.Kind switch
        {
            SecPendingKind.Digest or SecPendingKind.Mac => SecResult.FlagDigest,
            SecPendingKind.Cipher => SecResult.FlagCipher,
            _ => SecResult.FlagAead,
        };
        if (_hasFailed && pending.Kind != SecPendingKind.Digest)
        {
            Refuse(SecStatus.EngineFailure, SecReason.None);
            Complete(ref request, ref sqe, flag);
            return;
        }

        Judge(ref request, ref pending);
        if (TryWrite(in pending, committed, out ulong fault))
        {
            sqe.ResultWord = SecResult.Pack(pending.Mismatch ? SecResult.IcvMismatch : SecResult.IcvNone, flag);
            sqe.ErrorType = SecStatus.None;
            return;
        }

        Refuse(SecStatus.BadAddress, SecReason.None, fault);
        Complete(ref request, ref sqe, flag);
    }

    private bool TryWrite(in SecPending pending, int committed, out ulong fault)
    {
        byte* staged = pending.Staged;
        for (int i = pending.FirstOutput; i < pending.FirstOutput + pending.Outputs; i++)
        {
            ref readonly SecOutput output = ref _outputs[i];
            if (i >= committed && !output.TryFinish(staged, out fault))
            {
                return false;
            }

            staged = staged != null ? staged + output.Length : null;
        }

        fault = 0;
        return pending.MacOutput < committed || _outputs[pending.MacOutput].TryFinish(pending.Mac, out fault);
    }

    private void Reset()
    {
        _hashCount = 0;
        _segmentCount = 0;
        _hasFailed = false;
        if (_pendingCount > 0 || _rangesHeld > 0 || _isExpecting)
        {
            _pending.AsSpan(0, _pendingCount).Clear();
            _pendingCount = 0;
            _cipherCount = 0;
            _deferredCount = 0;
            _aeadCount = 0;
            _macCount = 0;
            _lateCount = 0;
            _outputs.AsSpan(0, _outputCount).Clear();
            _outputCount = 0;
            _rangesHeld = 0;
            _isExpecting = false;
            _leaseCache.Release();
            _staging.Clear();
            _small.Clear();
        }

        _hazards.Reset();
    }
}
