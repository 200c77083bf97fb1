using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Tests.Qm;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>How requests come together in lanes, and how long a step waits for them.</summary>
public sealed class DeviceLaneTests
{
    [Fact]
    public void Equal_work_of_all_queues_runs_in_lanes_and_the_notes_tell()
    {
        using var bench = new SecBench(queues: 4, direct: true, engine: "vector128");
        ulong source = bench.Arena.Put(new byte[4096]);
        ulong macs = bench.Arena.Take(64 * 32);
        for (int i = 0; i < 32; i++)
        {
            bench.Submit(Bd.Digest(3, i % 2 == 0 ? Algorithms.Sha1 : Algorithms.Sm3, source, 4096, macs + ((ulong)i * 64), i % 2 == 0 ? 5 : 8), i % 4);
        }

        Assert.Equal(32, bench.Step());

        for (int i = 0; i < 32; i++)
        {
            SecAnswer answer = bench.Answer(i / 4, i % 4);
            Assert.True(answer.Note.BatchSize >= 4, $"{answer.Note.BatchSize} lanes");
            Assert.Equal("vector128", SecEngineNames.Describe(answer.Note.Engine));
        }
    }

    [Fact]
    public void Requests_of_queues_with_forced_engines_run_by_those()
    {
        using var bench = new SecBench(queues: 3);
        ulong source = bench.Arena.Put("abc"u8);
        ulong mac = bench.Arena.Take(32 * 3);
        string[] engines = ["portable", "runtime", "portable"];
        for (int i = 0; i < 3; i++)
        {
            LoopbackQueueFile file = bench.Files[i];
            file.Ioctl(UacceIoctl.PutQueue, []);
            var tuning = new QmQueueTuning(0, engines[i]);
            file.Ioctl(QmIoctl.SetTuning, MemoryMarshal.AsBytes(new Span<QmQueueTuning>(ref tuning)));
            file.Ioctl(UacceIoctl.StartQueue, []);
            bench.Submit(Bd.Digest(3, Algorithms.Sha256, source, 3, mac + (ulong)(i * 32), 8), i);
        }

        Assert.Equal(3, bench.Step());

        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(engines[i], SecEngineNames.Describe(bench.Answer(0, i).Note.Engine));
            Assert.Equal(Algorithms.Digest(Algorithms.Sha256, "abc"u8), bench.Read(mac + (ulong)(i * 32), 32));
        }
    }

    [Theory]
    [InlineData(QueueDriving.Served, 10, 2)]
    [InlineData(QueueDriving.Inline, 10, 1)]
    [InlineData(QueueDriving.Served, 0, 1)]
    public void A_step_waits_for_lanes_only_where_it_may(QueueDriving driving, int milliseconds, int expected)
    {
        using var arena = new Arena(1 << 16);
        var device = new LateDevice(new SecDeviceOptions { Depth = 256, MaxLaneWait = TimeSpan.FromMilliseconds(milliseconds) });
        using var file = new LoopbackQueueFile(device, driving, arena);
        file.Ioctl(UacceIoctl.StartQueue, []);
        ulong source = arena.Put("abc"u8);
        byte[] descriptor = Bd.Digest(3, Algorithms.Sha256, source, 3, arena.Take(32), 8).Bytes;
        Submit(0);
        device.OnWait = () => Submit(1);

        Assert.Equal(expected, file.Step(2));

        void Submit(int slot)
        {
            descriptor.CopyTo(file.Dus.Slice(slot * 128, 128));
            Volatile.Write(ref file.Ctl.At<uint>(CtlLayout.SqTail), (uint)slot + 1);
        }
    }

    [Fact]
    public void A_step_that_waits_in_vain_ends()
    {
        using var arena = new Arena(1 << 16);
        var device = new SecDevice(new SecDeviceOptions { Depth = 256, MaxLaneWait = TimeSpan.FromMilliseconds(1) });
        using var file = new LoopbackQueueFile(device, QueueDriving.Served, arena);
        file.Ioctl(UacceIoctl.StartQueue, []);
        Bd.OfType(3, 0).Invalid().Bytes.CopyTo(file.Dus.Slice(0, 128));
        Volatile.Write(ref file.Ctl.At<uint>(CtlLayout.SqTail), 1u);

        Assert.Equal(1, file.Step());
    }

    [Fact]
    public void A_device_refuses_options_that_it_cannot_keep()
    {
        Assert.Throws<ArgumentException>(() => new SecDevice(new SecDeviceOptions { Generation = 1 }));
        Assert.Throws<ArgumentException>(() => new SecDevice(new SecDeviceOptions { Engine = "abacus" }));
        Assert.Throws<ArgumentException>(() => new SecDevice(new SecDeviceOptions { Engine = "hardware" }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecDevice(new SecDeviceOptions { MaxLaneWait = TimeSpan.FromSeconds(1) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new SecDevice(new SecDeviceOptions { MaxLaneWait = TimeSpan.FromTicks(-1) }));
    }

    [Fact]
    public void Equal_halves_of_an_xts_key_kill_no_queue()
    {
        using var bench = new SecBench();
        ulong data = bench.Arena.Put(new byte[64]);
        ulong key = bench.Arena.Put(new byte[64]);

        Assert.Equal(0, bench.Run(Bd.Cipher(3, 1, 2, 7, 2, data, 0, 64, key, key).InPlace()).Error);
        Assert.Equal(0, bench.Run(Bd.Cipher(3, 2, 2, 7, 2, data, 0, 64, key, key).InPlace()).Error);
        Assert.Equal(new byte[64], bench.Read(data, 64));
    }

    /// <summary>Lets something happen between the first look at the ring and the wait.</summary>
    private sealed class LateDevice(SecDeviceOptions options) : SecDevice(options)
    {
        private int _asked;

        internal Action? OnWait { get; set; }

        protected internal override TimeSpan MaxLaneWait
        {
            get
            {
                if (++_asked == 2)
                {
                    OnWait?.Invoke();
                }

                return base.MaxLaneWait;
            }
        }
    }
}
