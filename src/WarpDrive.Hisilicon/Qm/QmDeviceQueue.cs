using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Linux;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

/// <summary>The device's end of a QM queue pair (hisi-qm-zip.md A2–A9).</summary>
/// <remarks>
/// Taking and posting happen in the device's step, with the queue's step token held. Cursors live here and nowhere in shared memory. Of what the client
/// writes (tail, head, descriptors) everything is read once and checked; an index outside its ring counts as no news.
/// </remarks>
public sealed partial class QmDeviceQueue : DeviceQueue
{
    private const int Running = 0;
    private const int Failing = 1;   // submit side dead, receive side dies at the end of the next step
    private const int Dead = 2;

    private readonly QmDevice _device;
    private readonly RegionMemory _ctl;
    private readonly ICompletionEvents _events;
    private readonly IQmRingMemory _memory;
    private readonly int _number;
    private QmRings _rings;
    private bool _isStarted;
    private int _life;             // Running, Failing, Dead
    private ushort _queueType;
    private uint _sqDepth;
    private uint _cqDepth;
    private uint _head;            // next slot to take
    private uint _cqTail;          // next entry to post
    private uint _cqHead;          // the client's completion head, when last looked at
    private uint _cqRoom;          // entries that may be taken for before the client's head has to be looked at again
    private uint _phase;
    private uint _unposted;        // taken, not posted yet
    private readonly uint _resultOffset;
    private bool _wantNotes;
    private ulong _posted;
    private ulong _postedBefore;   // at START
    private ulong _reported;
    private long _bytesIn;
    private long _bytesOut;
    private long _faults;

    internal QmDeviceQueue(QmDevice device, int number, DeviceQueueSetup setup, IQmRingMemory memory)
    {
        _device = device;
        _number = number;
        _ctl = setup.Ctl;
        _events = setup.Events;
        _memory = memory;
        AddressSpace = setup.AddressSpace;
        SqeSize = device.SqeSize;
        _resultOffset = (uint)device.ResultOffset;
        MayWaitForLanes = device.MaxLaneWait > TimeSpan.Zero;
        _ctl.At<uint>(CtlLayout.NoteCount) = (uint)device.Profile.SqDepth;
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.Version), CtlLayout.CurrentVersion);
    }

    /// <inheritdoc/>
    public override uint Number => (uint)_number;

    /// <summary>Whether the device lets a step wait for more work; asked once, as each request would pay for asking.</summary>
    internal bool MayWaitForLanes { get; }

    /// <summary>The memory that descriptors name.</summary>
    public AddressSpace AddressSpace { get; }

    /// <summary>Bytes of a descriptor.</summary>
    public int SqeSize { get; }

    /// <summary>The context of the running queue; null while it is stopped.</summary>
    public QmQueueContext? Context { get; private set; }

    /// <summary>qc_type of the running queue: ZIP 0 = compress, 1 = decompress.</summary>
    public ushort QueueType { get; private set; }

    /// <summary>What SET_TUNING asked for; zero when nothing.</summary>
    public QmQueueTuning Tuning { get; private set; }

    /// <summary>What a device model keeps for this queue. Free to use.</summary>
    public object? State { get; set; }

    /// <summary>Completions posted since open.</summary>
    public ulong CompletionsPosted => Volatile.Read(ref _posted);

    /// <inheritdoc/>
    public override QueueCounters Counters =>
        new((long)Volatile.Read(ref _posted), Volatile.Read(ref _bytesIn), Volatile.Read(ref _bytesOut), Volatile.Read(ref _faults));

    /// <inheritdoc/>
    public override int InFlight
    {
        get
        {
            uint depth = Volatile.Read(ref _sqDepth);
            uint head = Volatile.Read(ref _head);
            uint tail = Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail));
            uint ahead = tail >= depth || head >= depth ? 0 : tail >= head ? tail - head : tail + depth - head;
            return (int)Math.Min(ahead + Volatile.Read(ref _unposted), depth);
        }
    }

    /// <inheritdoc/>
    public override bool HasWork
    {
        get
        {
            int life = Volatile.Read(ref _life);
            if (life != Running)
            {
                return life == Failing;
            }

            uint tail = Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail));
            return tail != Volatile.Read(ref _head) && tail < _sqDepth;
        }
    }

    /// <inheritdoc/>
    public override bool IsTailMalformed => Volatile.Read(ref _life) == Running && Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail)) >= _sqDepth;

    /// <inheritdoc/>
    public override Errno Start()
    {
        if (_device.IsStopped)
        {
            return Errno.EPERM;
        }

        DeviceProfile profile = _device.Profile;
        var context = new QmQueueContext
        {
            Number = Number,
            SqBase = 0,
            CqBase = (ulong)(SqeSize * profile.SqDepth),
            SqDepth = profile.SqDepth,
            CqDepth = profile.CqDepth,
            SqeSize = SqeSize,
            Pasid = AddressSpace.Pasid,
            QueueType = _queueType,
        };
        return Start(context);
    }

    /// <summary>Starts with a context that somebody else filled.</summary>
    internal Errno Start(QmQueueContext context)
    {
        if (!_memory.TryAcquire(context, out _rings))
        {
            return Errno.EIO;
        }

        Context = context;
        QueueType = context.QueueType;
        Errno refused = _device.StartQueue(this);
        if (refused != Errno.None)
        {
            Context = null;
            _memory.Release();
            return refused;
        }

        _head = 0;
        _cqTail = 0;
        _cqHead = 0;
        _cqRoom = 0;
        _unposted = 0;
        _postedBefore = _posted;
        _phase = context.InitialPhase & 1;
        _cqDepth = (uint)context.CqDepth;
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.Arm), context.IsArmed ? 1u : 0u);
        _isStarted = true;
        Volatile.Write(ref _sqDepth, (uint)context.SqDepth);   // from here on HasWork may say so
        return Errno.None;
    }

    /// <inheritdoc/>
    public override void Stop()
    {
        if (!_isStarted)
        {
            return;
        }

        _isStarted = false;
        Volatile.Write(ref _sqDepth, 0);
        _device.StopQueue(this);
        Context = null;
        _rings = default;
        _memory.Release();
    }

    /// <inheritdoc/>
    public override void Release() => _device.ReleaseQueue(this);

    /// <inheritdoc/>
    public override void Die()
    {
        _memory.MarkSubmitDead();
        _memory.MarkReceiveDead();
        Volatile.Write(ref _ctl.At<uint>(CtlLayout.State), QueueLife.Dead);
        Volatile.Write(ref _life, Dead);
    }

    /// <summary>Nothing can be submitted from now on; the receive side dies once no request executes (A8). Any thread.</summary>
    internal void Fail()
    {
        _memory.MarkSubmitDead();
        Interlocked.CompareExchange(ref _life, Failing, Running);
    }

    /// <inheritdoc/>
    /// <remarks>Own cursor over what was posted. Two callers at once may both hear of the same completions; none is missed.</remarks>
    public override bool IsUpdated()
    {
        ulong posted = Volatile.Read(ref _posted);
        if (posted == Volatile.Read(ref _reported))
        {
            return false;
        }

        Volatile.Write(ref _reported, posted);
        return true;
    }

    /// <inheritdoc/>
    public override void OnArmed()
    {
        Interlocked.MemoryBarrier();   // pairs with the one in Finish: either the poster sees the arm cell, or this sees the completion
        if (Volatile.Read(ref _cqTail) != Volatile.Read(ref _ctl.At<uint>(CtlLayout.CqHead)))
        {
            FireIfArmed();
        }
    }

    /// <inheritdoc/>
    public override int Ioctl(uint command, Span<byte> argument) => command switch
    {
        QmIoctl.SetQpContext => SetContext(argument),
        QmIoctl.SetQpInfo => GetInfo(argument),
        QmIoctl.SetTuning => SetTuning(argument),
        _ => -(int)Errno.EINVAL,
    };

    internal int NumberInDevice => _number;

    /// <summary>Bytes of a request that was accepted; in a step.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void CountBytes(long bytesIn, long bytesOut)
    {
        Volatile.Write(ref _bytesIn, _bytesIn + bytesIn);
        Volatile.Write(ref _bytesOut, _bytesOut + bytesOut);
    }

    internal bool TakeLeased(uint slot)
    {
        ref uint flags = ref _ctl.At<uint>(CtlLayout.NoteOffset((int)slot));
        if ((Volatile.Read(ref flags) & SlotNote.Leased) == 0)
        {
            return false;
        }

        Volatile.Write(ref flags, 0);
        return true;
    }

    private int SetContext(Span<byte> argument)
    {
        if (argument.Length < Unsafe.SizeOf<QmQpContext>())
        {
            return -(int)Errno.EFAULT;
        }

        QmQpContext context = MemoryMarshal.Read<QmQpContext>(argument);
        if (context.QueueType > 1)
        {
            return -(int)Errno.EINVAL;
        }

        _queueType = context.QueueType;   // effective at the next START
        context.Id = (ushort)_number;
        MemoryMarshal.Write(argument, in context);
        return 0;
    }

    private int GetInfo(Span<byte> argument)
    {
        if (argument.Length < Unsafe.SizeOf<QmQpInfo>())
        {
            return -(int)Errno.EFAULT;
        }

        QmQpInfo info = MemoryMarshal.Read<QmQpInfo>(argument);
        info.SqeSize = (uint)SqeSize;
        info.SqDepth = (ushort)_device.Profile.SqDepth;
        info.CqDepth = (ushort)_device.Profile.CqDepth;
        MemoryMarshal.Write(argument, in info);
        return 0;
    }

    private int SetTuning(Span<byte> argument)
    {
        if (argument.Length < QmQueueTuning.SizeInBytes)
        {
            return -(int)Errno.EFAULT;
        }

        QmQueueTuning tuning = MemoryMarshal.Read<QmQueueTuning>(argument);
        if (_isStarted || !tuning.IsWellFormed)
        {
            return -(int)Errno.EINVAL;
        }

        Errno refused = _device.TuneQueue(this, tuning);
        if (refused == Errno.None)
        {
            Tuning = tuning;
        }

        return -(int)refused;
    }
}
