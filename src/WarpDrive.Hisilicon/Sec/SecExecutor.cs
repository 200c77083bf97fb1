using System.Diagnostics;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>Executes batches of descriptors: checks each, fetches its memory, and runs the engines over equal work of all of them. Knows no ring.</summary>
/// <remarks>
/// One worker's: not thread safe, but for <see cref="ForgetKeys"/>. Nothing in a descriptor or list is trusted. Requests join a <i>wave</i> until one depends on an earlier one of its
/// queue (<see cref="SecHazards"/>), needs other engines, or finds no room; then the wave is executed, and the next begins. So parts of a stream that are
/// sent without waiting run one after the other, while all else fills lanes. Private memory is zeroed at the end of a wave. Warm requests allocate nothing.
/// </remarks>
internal sealed unsafe partial class SecExecutor : IDisposable
{
    /// <summary>Requests of a batch: twice the widest lanes (MD5 in 512-bit vectors runs two groups of 16).</summary>
    internal const int BatchLimit = 64;

    private const int MaxStaged = 16 << 20;       // the longest request with its associated data fits (SecLimits.MaxData)
    private const int FirstStaged = 64 << 10;
    private const int SmallMemory = 64 << 10;     // for each request of a wave: MAC, tag and state, and the copies of an IV and a slot
    private const int ManyRanges = 4096;          // a wave that holds so many ends: scatter lists may have 65280 each

    private readonly Lock _gate = new();   // a worker's for a batch; else of who makes it forget keys
    private readonly SecEngineSet?[] _engineSets = new SecEngineSet?[(int)SecEngine.Driver + 1];
    private readonly SecLeaseCache _leaseCache = new();
    private readonly SecHazards _hazards = new();
    private readonly SecMemory _staging = new(FirstStaged, MaxStaged);
    private readonly SecMemory _small = new(SmallMemory, SmallMemory);
    private readonly SecPending[] _pending = new SecPending[BatchLimit];
    private readonly bool _hasBd3;
    private SecEngineSet _engines;
    private QmDeviceQueue? _queue;
    private SecQueuePlan? _plan;
    private AddressSpace? _space;
    private ulong _directLimit;
    private bool _isStaged;
    private long _wave = 1;
    private bool _wantsNotes;
    private int _pendingCount;
    private SecCommand _command;

    // Why the last request was refused.
    private SecStatus _status;
    private SecReason _reason;
    private ulong _faultAddress;

    /// <summary>Makes the core of a device.</summary>
    /// <param name="hardwareVersion">2 or 3: 3 takes descriptors of both formats.</param>
    internal SecExecutor(int hardwareVersion)
    {
        _hasBd3 = hardwareVersion >= 3;
        _engines = Engines(SecEngine.Hardware);
    }

    /// <summary>Whether private memory holds nothing but zeros: nothing secret stays behind a batch.</summary>
    internal bool IsClear => !_staging.Content.ContainsAnyExcept((byte)0) && !_small.Content.ContainsAnyExcept((byte)0);

    /// <summary>Keys that are prepared now.</summary>
    internal int PreparedKeys
    {
        get
        {
            lock (_gate)
            {
                return _engineSets.Sum(set => set?.PreparedKeys ?? 0);
            }
        }
    }

    /// <summary>Executes a batch; results are in the descriptors and remarks.</summary>
    /// <param name="batch">1…<see cref="BatchLimit"/> requests, those of one queue in order.</param>
    internal void Execute(Span<QmRequest> batch)
    {
        using Lock.Scope gate = _gate.EnterScope();
        try
        {
            for (int i = 0; i < batch.Length; i++)
            {
                ref QmRequest request = ref batch[i];
                if (!ReferenceEquals(request.Queue, _queue))
                {
                    Turn(batch, request.Queue);
                }

                bool leased = request.TakeLeased();
                ulong limit = leased ? _directLimit : 0;
                ref SecSqe sqe = ref request.Descriptor<SecSqe>();
                if (_isStaged && IsWaveEmpty && !_isExpecting)
                {
                    Expect(batch[i..]);
                }

                if (limit == 0 || !TryAddPlainDigest(ref sqe, i, limit))
                {
                    Add(batch, i, ref sqe, leased, limit);
                }
            }

            Flush(batch);
        }
        finally
        {
            _queue = null;
            _plan = null;
            _wantsNotes = false;
            Reset();
        }

        if (_space!.IsGone)
        {
            _leaseCache.ForgetGone();
        }
    }

    /// <summary>Zeroes the keys that are prepared. Any thread; waits for the batch that is executed.</summary>
    internal void ForgetKeys()
    {
        lock (_gate)
        {
            foreach (SecEngineSet? set in _engineSets)
            {
                set?.ForgetKeys();
            }
        }
    }

    public void Dispose()
    {
        foreach (SecEngineSet? set in _engineSets)
        {
            set?.Dispose();
        }

        Array.Clear(_engineSets);
        _leaseCache.Dispose();
        _staging.Dispose();
        _small.Dispose();
    }

    /// <summary>Goes on to the requests of another queue.</summary>
    private void Turn(Span<QmRequest> batch, QmDeviceQueue queue)
    {
        var plan = (SecQueuePlan)queue.State!;
        if (plan.Forced != _engines.Forced || plan.Wave == _wave)
        {
            Flush(batch);   // other engines; or the queue comes back, and what its first requests touch is forgotten
            _engines = Engines(plan.Forced);
        }

        _hazards.Reset();
        _wantsNotes |= queue.WantsNotes;
        _queue = queue;
        _plan = plan;
        _space = queue.AddressSpace;
        _directLimit = _space.DirectLimit;
        _isStaged = _space.IsStaged;
        plan.Wave = _wave;
    }

    private SecEngineSet Engines(SecEngine forced) => _engineSets[(int)forced] ??= new SecEngineSet(forced);

    private void Add(Span<QmRequest> batch, int index, ref SecSqe sqe, bool leased, ulong limit)
    {
        uint type = sqe.Type;
        if (type != SecSqe.TypeBd2 && (type != SecSqe.TypeBd3 || !_hasBd3))
        {
            Refuse(SecStatus.BadType, SecReason.Type);
            Complete(ref batch[index], ref sqe, 0);
            return;
        }

        _command.Read(in sqe);
        if (_command.IsInvalid)
        {
            sqe.ResultWord = SecResult.Pack(SecResult.IcvNone, 0);   // nothing was done (§2, 6)
            sqe.ErrorType = SecStatus.None;
            return;
        }

        _leased = leased;
        _limit = limit;
        SecAdd added = TryAdd(index);
        if (added == SecAdd.Later)
        {
            Flush(batch);
            added = TryAdd(index);
            Debug.Assert(added != SecAdd.Later, "an empty wave takes any request");
        }

        if (added == SecAdd.Added)
        {
            CountBytes();
            if (_rangesHeld > ManyRanges)
            {
                Flush(batch);
            }

            return;
        }

        if (added == SecAdd.Later)
        {
            Refuse(SecStatus.EngineFailure, SecReason.None);
        }

        Complete(ref batch[index], ref sqe, Flag(in _command));
    }

    /// <summary>The flag of the result word: 1 digest, 2 cipher, 3 AEAD.</summary>
    private static uint Flag(in SecCommand command)
    {
        if (command.Cipher == SecCipherAction.None)
        {
            return SecResult.FlagDigest;
        }

        return command.Auth != SecAuthAction.None || command.CipherMode is SecCipherMode.Ccm or SecCipherMode.Gcm ? SecResult.FlagAead : SecResult.FlagCipher;
    }

    private void CountBytes()
    {
        if (_command.Cipher is SecCipherAction.Encrypt or SecCipherAction.Decrypt)
        {
            _queue!.CountBytes(_command.CipherLength, _command.CipherLength);
        }
        else
        {
            _queue!.CountBytes(_command.AuthLength, _command.MacWords * sizeof(uint));
        }
    }

    private SecAdd TryAdd(int index)
    {
        BeginRanges();
        ref readonly SecCommand command = ref _command;
        if (command.Scene is not (SecScene.Plain or SecScene.IpSec or SecScene.Stream))
        {
            return Refuse(SecStatus.BadType, SecReason.Scene);
        }

        if (command.SourceType > SecAddressType.List || command.DestinationType > SecAddressType.List || command.MacType != SecAddressType.Flat)
        {
            return Refuse(SecStatus.BadType, SecReason.AddressType);
        }

        bool encrypts = command.Cipher is SecCipherAction.Encrypt or SecCipherAction.Decrypt;
        if (encrypts && command.CipherMode is (SecCipherMode.Ccm or SecCipherMode.Gcm))
        {
            return AddAead(index);
        }

        return (command.Auth, encrypts) switch
        {
            (SecAuthAction.None, true) => AddCipher(index),
            (not SecAuthAction.None, true) when command.CipherMode == SecCipherMode.Cbc => AddComposed(index),
            (SecAuthAction.Calculate, false) when command.Cipher == SecCipherAction.None => AddAuth(index),
            _ => Refuse(SecStatus.BadAlgorithm, SecReason.Operation),
        };
    }

    private SecAdd Refuse(SecStatus status, SecReason reason, ulong faultAddress = 0)
    {
        _status = status;
        _reason = reason;
        _faultAddress = faultAddress;
        return SecAdd.Refused;
    }

    /// <summary>Completes a request that was refused.</summary>
    private void Complete(ref QmRequest request, ref SecSqe sqe, uint flag)
    {
        sqe.ResultWord = SecResult.Pack(SecResult.IcvNone, flag);
        sqe.ErrorType = _status;
        if (_status == SecStatus.BadAddress && sqe.Type == SecSqe.TypeBd3)
        {
            sqe.SvaStatus = SecResult.SvaFault;
        }

        request.Remark(0, (ushort)_reason, _faultAddress);
    }
}
