using System.Collections.Concurrent;
using System.Globalization;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Tests.Fakes;

/// <summary>A device whose every behaviour a test can set.</summary>
internal sealed class FakeDevice(string name) : UacceDevice
{
    private int _open;

    public override string Name { get; } = name;

    public override string Provider => "fake";

    public string Algorithms { get; set; } = "zlib\ngzip\ndeflate\ndigest\ncipher\naead\n";

    public string Api { get; set; } = "fake_v1";

    public DeviceFlags Flags { get; set; } = DeviceFlags.Sva;

    public int Instances { get; set; } = 64;

    public int NumaNode { get; set; }

    public bool Isolated { get; set; }

    /// <summary>Gives no Inline queue: every queue is served by a thread of its own.</summary>
    public bool ServedOnly { get; set; }

    /// <summary>The device is gone: every operation ends so.</summary>
    public bool Lost { get; set; }

    /// <summary>The device takes requests and does nothing with them while this is unset.</summary>
    public ManualResetEventSlim Working { get; } = new(true);

    /// <summary>STOP does not succeed while this is set.</summary>
    public bool RefusesStop { get; set; }

    /// <summary>Called on the thread that opens a queue, before there is one.</summary>
    public Action? Opening { get; set; }

    /// <summary>So many requests end as lost before the device works.</summary>
    public int LoseRequests;

    /// <summary>Requests executed.</summary>
    public int Executed;

    public int OpenQueues => Volatile.Read(ref _open);

    public FakeEngine Engine { get; } = new();

    public FakeDigestEngine Digests { get; } = new();

    public ConcurrentBag<IFakeQueue> Queues { get; } = [];

    public override string ReadAttribute(string attribute)
    {
        if (Lost)
        {
            throw new LinuxException("read", Errno.ENODEV, attribute);
        }

        return attribute switch
        {
            DeviceAttribute.Api => Api + "\n",
            DeviceAttribute.Algorithms => Algorithms,
            DeviceAttribute.Flags => Text((int)Flags),
            DeviceAttribute.AvailableInstances => Text(Instances - OpenQueues),
            DeviceAttribute.NumaNode => Text(NumaNode),
            DeviceAttribute.Isolate => Isolated ? "1\n" : "0\n",
            _ => throw new LinuxException("open", Errno.ENOENT, attribute),
        };
    }

    public override void WriteAttribute(string attribute, string value) => throw new LinuxException("write", Errno.EACCES, attribute);

    public override QueueFile Open(QueueOpenOptions options)
    {
        if (Lost)
        {
            throw new LinuxException("open", Errno.ENODEV, Name);
        }

        Opening?.Invoke();
        if (Interlocked.Increment(ref _open) > Instances)
        {
            Interlocked.Decrement(ref _open);
            throw new LinuxException("open", Errno.EBUSY, Name);
        }

        return new FakeQueueFile(this, ServedOnly ? QueueDriving.Served : options.Driving);
    }

    internal void Closed() => Interlocked.Decrement(ref _open);

    private static string Text(int value) => value.ToString(CultureInfo.InvariantCulture) + "\n";
}
