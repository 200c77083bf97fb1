using System.Buffers.Binary;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Echo;

/// <summary>The device's end of an echo queue.</summary>
internal sealed class EchoQueue(EchoDevice device, uint number, DeviceQueueSetup setup) : DeviceQueue
{
    private readonly RegionMemory _dus = setup.Dus;
    private readonly RegionMemory _ctl = setup.Ctl;
    private uint _head;
    private uint _posted;
    private uint _reported;
    private long _requests;
    private bool _dead;

    public override uint Number => number;

    public override bool HasWork
    {
        get
        {
            device.AskedForWork?.Invoke(number);
            uint tail = Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail));
            return tail < EchoLayout.Depth && tail != _head;
        }
    }

    public override QueueCounters Counters => new(Volatile.Read(ref _requests), Volatile.Read(ref _requests) * sizeof(ulong), Volatile.Read(ref _requests) * sizeof(ulong), 0);

    public override int InFlight => (int)((Volatile.Read(ref _ctl.At<uint>(CtlLayout.SqTail)) + EchoLayout.Depth - Volatile.Read(ref _head)) % EchoLayout.Depth);

    /// <summary>PASID that the opener's address space has.</summary>
    public uint Pasid => setup.AddressSpace.Pasid;

    public override Errno Start()
    {
        device.Record($"start {number}");
        if (device.StartAnswer == Errno.None)
        {
            _head = 0;
            _posted = 0;
            _reported = 0;
        }

        return device.StartAnswer;
    }

    public override void Stop() => device.Record($"stop {number}");

    public override void Release()
    {
        device.Record($"put {number}");
        device.GiveBack(number);
    }

    public override void Die()
    {
        device.Record($"die {number}");
        _dead = true;
        Volatile.Write(ref _dus.At<uint>(EchoLayout.SubmitWord), 1);
        Volatile.Write(ref _dus.At<uint>(EchoLayout.ReceiveWord), 1);
    }

    public override bool IsUpdated()
    {
        uint posted = Volatile.Read(ref _posted);
        bool updated = posted != _reported;
        _reported = posted;
        return updated;
    }

    public override int Ioctl(uint command, Span<byte> argument)
    {
        switch (command)
        {
            case EchoLayout.TellNumber when argument.Length < sizeof(uint):
                return -(int)Errno.EFAULT;
            case EchoLayout.TellNumber:
                BinaryPrimitives.WriteUInt32LittleEndian(argument, number);
                return 0;
            case EchoLayout.WaitForGate:
                device.Record($"waiting {number}");
                device.Gate.Wait();
                return 0;
            default:
                return -(int)Errno.EINVAL;
        }
    }

    public override void OnArmed()
    {
        if (Volatile.Read(ref _posted) % EchoLayout.Depth != Volatile.Read(ref _ctl.At<uint>(CtlLayout.CqHead)))
        {
            SignalIfArmed();
        }
    }

    internal int Run(int most)
    {
        int done = 0;
        while (!_dead && done < most && HasWork)
        {
            int slot = (int)_head * EchoLayout.DescriptorSize;
            _dus.At<ulong>(slot + 8) = ~_dus.At<ulong>(slot);
            int completion = EchoLayout.Completions + ((int)(_posted % EchoLayout.Depth) * EchoLayout.CompletionSize);
            _dus.At<uint>(completion) = _head;
            uint phase = ((_posted / EchoLayout.Depth) & 1) ^ 1;
            Volatile.Write(ref _requests, _requests + 1);   // who sees the completion finds it counted
            Volatile.Write(ref _dus.At<uint>(completion + 4), phase);   // publishes slot and result
            Volatile.Write(ref _posted, _posted + 1);
            _head = (_head + 1) % EchoLayout.Depth;
            done++;
        }

        if (done > 0)
        {
            Volatile.Write(ref _ctl.At<uint>(CtlLayout.Posted), _posted);
            Interlocked.MemoryBarrier();   // the completion is visible before the arm cell is looked at
            SignalIfArmed();
        }

        return done;
    }

    private void SignalIfArmed()
    {
        if (Volatile.Read(ref _ctl.At<uint>(CtlLayout.Arm)) == 1 && Interlocked.Exchange(ref _ctl.At<uint>(CtlLayout.Arm), 0) == 1)
        {
            setup.Events.Signal();
        }
    }
}
