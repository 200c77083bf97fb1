using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Tests.Qm;

public sealed class QmSetupTests
{
    [Fact]
    public void A_queue_is_brought_up_in_the_order_of_the_specification()
    {
        var file = new LoopbackQueueFile(new NullDevice());
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file, new QmQueuePairOptions { QueueType = 1, Tuning = new QmQueueTuning(3, null), WantNotes = true });
        Assert.Equal([QmIoctl.SetQpContext, QmIoctl.SetQpInfo, QmIoctl.SetTuning, UacceIoctl.StartQueue], file.Commands);
        Assert.Equal(1, file.Queue.QueueType);
        Assert.Equal((int)file.Queue.Number, pair.Number);
        Assert.Equal(1023, pair.Capacity);
        Assert.False(pair.IsTuned);   // the null device has no levels
        Assert.True(pair.HasNotes);
        Assert.Equal(1u, file.Ctl.At<uint>(CtlLayout.Arm));
        Assert.Equal(7u, file.Queue.Context!.Pasid);
        Assert.Equal((0UL, 0x10000UL, 1024, 1024, 64), (file.Queue.Context.SqBase, file.Queue.Context.CqBase, file.Queue.Context.SqDepth, file.Queue.Context.CqDepth, file.Queue.Context.SqeSize));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_same_driver_speaks_all_three_generations(int generation)
    {
        var file = new LoopbackQueueFile(new NullDevice(new NullDeviceOptions { Generation = generation }));
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file);
        Assert.Equal(generation, pair.Version.Generation);
        for (int i = 0; i < 3000; i++)
        {
            Assert.Equal(SubmitResult.Queued, pair.TrySend(QmRingTests.Request((ulong)i)));
            Assert.Equal(1, file.Step());
            var one = new NullDescriptor[1];
            Assert.Equal(ReceiveResult.Received, pair.TryReceive(one, out _));
            Assert.Equal((ulong)i, one[0].Tag);
        }

        Assert.Equal(0, file.Discarded);
    }

    [Fact]
    public void A_kernel_without_SET_QP_INFO_and_without_notes_is_served_all_the_same()
    {
        var file = new LoopbackQueueFile(new NullDevice()) { HasQpInfo = false, HasCtl = false };
        using QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file, new QmQueuePairOptions { WantNotes = true });
        Assert.False(pair.HasNotes);
        Assert.Equal(1023, pair.Capacity);
        pair.TrySend(QmRingTests.Request(5), SlotNote.Leased);
        file.Step();
        var notes = new SlotNote[1];
        Assert.Equal(ReceiveResult.Received, pair.TryReceive(new NullDescriptor[1], [], notes, out _));
        Assert.Equal(0u, notes[0].BatchSize);
    }

    [Fact]
    public void A_descriptor_of_another_size_is_refused_and_the_file_closed()
    {
        var file = new LoopbackQueueFile(new NullDevice());
        NotSupportedException e = Assert.Throws<NotSupportedException>(() => QmQueuePair.Open<QmQpInfo>(file.Info, file));
        Assert.Contains("64", e.Message, StringComparison.Ordinal);
        Assert.Equal(0, file.Dus.Address);   // closed
    }

    [Fact]
    public void Private_commands_answer_with_the_errors_of_the_specification()
    {
        using var file = new LoopbackQueueFile(new NullDevice(new NullDeviceOptions { Depth = 64 }));
        Assert.Equal(-(int)Errno.EFAULT, file.Queue.Ioctl(QmIoctl.SetQpContext, new byte[3]));
        Assert.Equal(-(int)Errno.EINVAL, file.Queue.Ioctl(QmIoctl.SetQpContext, new byte[] { 0, 0, 2, 0 }));
        Assert.Equal(-(int)Errno.EFAULT, file.Queue.Ioctl(QmIoctl.SetQpInfo, new byte[15]));
        Assert.Equal(-(int)Errno.EFAULT, file.Queue.Ioctl(QmIoctl.SetTuning, new byte[15]));
        Assert.Equal(-(int)Errno.EINVAL, file.Queue.Ioctl(QmIoctl.SetTuning, new byte[16]));
        Assert.Equal(-(int)Errno.EINVAL, file.Queue.Ioctl(0x4801, []));

        byte[] info = [9, 9, 9, 9, 9, 9, 9, 9, 1, 2, 3, 4, 5, 6, 7, 8];
        Assert.Equal(0, file.Queue.Ioctl(QmIoctl.SetQpInfo, info));
        Assert.Equal([64, 0, 0, 0, 64, 0, 64, 0, 1, 2, 3, 4, 5, 6, 7, 8], info);   // the reserved field comes back
    }

    [Fact]
    public void The_queue_type_takes_effect_at_the_next_start()
    {
        using var file = new LoopbackQueueFile(new NullDevice());
        file.Start();
        var context = new QmQpContext { QueueType = 1 };
        file.Ioctl(QmIoctl.SetQpContext, MemoryMarshal.AsBytes(new Span<QmQpContext>(ref context)));
        Assert.Equal(0, file.Queue.QueueType);
        file.Put();
        file.Start();
        Assert.Equal(1, file.Queue.QueueType);
    }

    [Fact]
    public void A_device_has_as_many_queues_as_it_says()
    {
        var device = new NullDevice(new NullDeviceOptions { Instances = 2, Depth = 8 });
        using var first = new LoopbackQueueFile(device);
        using (new LoopbackQueueFile(device))
        {
            Assert.Equal(0, device.AvailableInstances);
            LinuxException e = Assert.Throws<LinuxException>(() => new LoopbackQueueFile(device));
            Assert.Equal(Errno.EBUSY, e.Errno);
        }

        Assert.Equal(1, device.AvailableInstances);
        using var again = new LoopbackQueueFile(device);
        Assert.NotEqual(first.Queue.Number, again.Queue.Number);
    }

    [Fact]
    public void Disposing_twice_stops_and_closes_once()
    {
        var file = new LoopbackQueueFile(new NullDevice());
        QmQueuePair<NullDescriptor> pair = NullDriver.OpenQueue(file.Info, file);
        pair.Dispose();
        pair.Dispose();
        Assert.Single(file.Commands, UacceIoctl.PutQueue);
    }

    [Fact]
    public void Impossible_devices_are_refused_when_they_are_made()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new NullDevice(new NullDeviceOptions { Depth = 1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new NullDevice(new NullDeviceOptions { Instances = 1025 }));   // 10 bits in the doorbell
        Assert.Throws<ArgumentOutOfRangeException>(() => new NullDevice(new NullDeviceOptions { BatchLimit = 0 }));
        Assert.Equal(4096, new NullDevice(new NullDeviceOptions { Generation = 1, Instances = 4096 }).AvailableInstances);
        Assert.Throws<NotSupportedException>(() => new NullDevice(new NullDeviceOptions { Generation = 0 }));
    }

    [Fact]
    public void The_driver_knows_its_device()
    {
        var driver = new NullDriver();
        DeviceInfo info = new LoopbackQueueFile(new NullDevice()).Info;
        Assert.True(driver.Supports(info, "null", out string? reason));
        Assert.Null(reason);
        Assert.False(driver.Supports(info, "gzip", out reason));
        Assert.Contains("gzip", reason, StringComparison.Ordinal);
        Assert.False(driver.Supports(info with { Api = "hisi_qm_v3" }, "null", out reason));
        Assert.NotNull(reason);
    }
}
