using System.Diagnostics;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Tests.Qm;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>A SEC device and some of its queues, stepped by the test: descriptors go straight into the rings.</summary>
internal sealed class SecBench : IDisposable
{
    private readonly StepScratch _scratch;
    private readonly uint[] _tails;
    private readonly DeviceQueue[] _queues;
    private readonly bool _isDirect;

    internal SecBench(int generation = 3, int queues = 1, int arena = 1 << 20, bool direct = false, string? engine = null, int window = 0, AddressSpace? space = null)
    {
        Device = new SecDevice(new SecDeviceOptions { Generation = generation, Depth = 256, Engine = engine });
        Arena = new Arena(arena);
        _isDirect = direct;
        space ??= direct ? new DirectSpace(Arena) : window > 0 ? new WindowSpace(Arena, window) : Arena;
        Files = [.. Enumerable.Range(0, queues).Select(_ => new LoopbackQueueFile(Device, QueueDriving.Served, space))];
        foreach (LoopbackQueueFile file in Files)
        {
            file.Ctl.At<uint>(CtlLayout.ClientOptions) = CtlLayout.WantNotes;
            file.Ioctl(UacceIoctl.StartQueue, []);
        }

        _tails = new uint[queues];
        _queues = [.. Files.Select(f => f.Queue)];
        _scratch = Device.CreateScratch();
    }

    internal SecDevice Device { get; }

    internal Arena Arena { get; }

    internal LoopbackQueueFile[] Files { get; }

    /// <summary>Whether private memory of the worker is zero again.</summary>
    internal bool IsClear => ((SecScratch)_scratch).Executor.IsClear;

    /// <summary>Puts a descriptor into a queue; returns its slot.</summary>
    internal int Submit(Bd bd, int queue = 0)
    {
        LoopbackQueueFile file = Files[queue];
        uint slot = _tails[queue];
        bd.Bytes.CopyTo(file.Dus.Slice((int)slot * 128, 128));
        if (_isDirect)
        {
            file.Ctl.At<SlotNote>(CtlLayout.NoteOffset((int)slot)).SubmitFlags = SlotNote.Leased;
        }

        _tails[queue] = (slot + 1) % 256;
        Volatile.Write(ref file.Ctl.At<uint>(CtlLayout.SqTail), _tails[queue]);
        return (int)slot;
    }

    /// <summary>One step over all queues; the completions are taken from the rings.</summary>
    internal int Step(int most = 32)
    {
        int posted = Device.Step(_queues, _scratch, new StepLimits(most, Stopwatch.Frequency));
        for (int i = 0; i < Files.Length; i++)
        {
            Volatile.Write(ref Files[i].Ctl.At<uint>(CtlLayout.CqHead), _tails[i]);   // as deep as the submission ring, and all is complete
        }

        return posted;
    }

    internal SecAnswer Answer(int slot, int queue = 0) =>
        new(Files[queue].Dus.Slice(slot * 128, 128).ToArray(), Files[queue].Ctl.At<SlotNote>(CtlLayout.NoteOffset(slot)));

    /// <summary>One descriptor, executed alone.</summary>
    internal SecAnswer Run(Bd bd)
    {
        int slot = Submit(bd);
        Assert.Equal(1, Step());
        SecAnswer answer = Answer(slot);
        Assert.Equal(1, answer.Done);
        return answer;
    }

    internal byte[] Read(ulong address, int length)
    {
        Assert.InRange(address, Arena.Address, Arena.End);
        return Arena.At(address, length).ToArray();
    }

    public void Dispose()
    {
        Assert.Equal(0, Device.ModelFailures);
        Assert.True(IsClear, "private memory of the worker still holds something");
        _scratch.Dispose();
        foreach (LoopbackQueueFile file in Files)
        {
            file.Dispose();
        }

        Arena.Dispose();
    }
}
