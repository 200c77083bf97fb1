using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>mmap: order of checks, sizes, once-only, no inheritance (uacce.md §3.3, §5, §8.4).</summary>
public abstract class MapContract : ProviderContract
{
    [Theory]
    [InlineData(-1)]
    [InlineData(4)]
    [InlineData(1000)]
    public void A_region_that_does_not_exist_is_refused_before_the_state_is_looked_at(int type)
    {
        QueueFile file = Open();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map((RegionType)type, 4096)));
        Fixture.RemoveDevice();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map((RegionType)type, 4096)));
    }

    [Fact]
    public void Reserved_memory_does_not_exist_on_a_device_with_sva()
    {
        QueueFile file = Open();
        if (Excepts(NamedException.ReservesWithSva))
        {
            RegionMapping reserved = Keep(file.Map(RegionType.Ss, 4096));
            Assert.Equal(4096, reserved.Length);
            Assert.Equal(Errno.EINVAL, Refusal(() => file.Ioctl(UacceIoctl.GetSsDma, new byte[8])));   // its address is the client's own
            return;
        }

        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(RegionType.Ss, 4096)));
        Fixture.RemoveDevice();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(RegionType.Ss, 4096)));
    }

    [Fact]
    public void Dus_takes_exactly_its_size()
    {
        QueueFile file = Open();
        int length = DusLength;
        int page = Environment.SystemPageSize;
        Assert.All(
            new[] { 0, -1, length - page, length + page, length * 2, int.MaxValue, int.MinValue },
            wrong => Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(RegionType.Dus, wrong))));
        Assert.Equal(length, MapDus(file).Length);
    }

    [Fact]
    public void Mmio_takes_any_size_up_to_its_own()
    {
        QueueFile file = Open();
        int length = MmioLength;
        int page = Environment.SystemPageSize;
        Assert.All(
            new[] { 0, -1, length + page, int.MaxValue },
            wrong => Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(RegionType.Mmio, wrong))));
        file.Map(RegionType.Mmio, page).Dispose();
        file.Map(RegionType.Mmio, length).Dispose();
    }

    [Fact]
    public void A_region_is_mapped_once_at_a_time()
    {
        QueueFile file = Open();
        RegionMapping dus = MapDus(file);
        Assert.Equal(Errno.EEXIST, Refusal(() => file.Map(RegionType.Dus, DusLength)));
        Assert.Equal(Errno.EEXIST, Refusal(() => file.Map(RegionType.Dus, 1)));   // the slot is looked at before the size
        using (file.Map(RegionType.Mmio, MmioLength))
        {
            Assert.Equal(Errno.EEXIST, Refusal(() => file.Map(RegionType.Mmio, MmioLength)));
        }

        dus.Dispose();
        dus.Dispose();
        MapDus(file);
    }

    [Fact]
    public void A_dead_queue_maps_nothing_whatever_is_mapped_already()
    {
        QueueFile file = Open();
        MapDus(file);
        int length = DusLength;
        Fixture.RemoveDevice();
        Assert.Equal(Errno.ENXIO, Refusal(() => file.Map(RegionType.Dus, length)));
        Assert.Equal(Errno.ENXIO, Refusal(() => file.Map(RegionType.Mmio, int.MaxValue)));
    }

    [Fact]
    public void Mapping_is_possible_before_and_after_start()
    {
        QueueFile file = Open();
        file.Start();
        ContractClient client = Fixture.Drive(file, MapDus(file));
        client.Send();
        client.ReceiveAll();
    }

    [Fact]
    public void Memory_is_fresh_at_every_open_and_kept_across_unmapping()
    {
        QueueFile file = Open();
        RegionMapping dus = MapDus(file);
        Assert.Equal(-1, dus.Slice(0, dus.Length).IndexOfAnyExcept((byte)0));
        dus.Slice(0, 64).Fill(0xA5);
        dus.Dispose();
        dus = MapDus(file);
        Assert.Equal(0xA5, dus.At<byte>(63));
        dus.Dispose();
        file.Dispose();
        for (int i = 0; i < 3; i++)
        {
            QueueFile next = Open();
            using RegionMapping fresh = MapDus(next);
            Assert.Equal(-1, fresh.Slice(0, fresh.Length).IndexOfAnyExcept((byte)0));
            next.Dispose();
        }
    }

    [Fact]
    public void Views_are_checked()
    {
        RegionMapping dus = MapDus(Open());
        dus.At<ulong>(dus.Length - 8) = 1;
        Assert.Throws<ArgumentOutOfRangeException>(() => dus.At<ulong>(dus.Length - 7));
        Assert.Throws<ArgumentOutOfRangeException>(() => dus.At<byte>(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => dus.Slice(dus.Length - 4, 5).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => dus.Slice(4, -1).Length);
    }

    [Theory]
    [InlineData(RegionType.Mmio)]
    [InlineData(RegionType.Dus)]
    [InlineData(RegionType.Ctl)]
    public void A_forked_child_does_not_inherit_a_mapping(RegionType type)
    {
        QueueFile file = Open();
        int length = type switch { RegionType.Mmio => MmioLength, RegionType.Dus => DusLength, _ => Fixture.CtlLength };
        if (length == 0)
        {
            Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(type, Environment.SystemPageSize)));
            return;
        }

        using RegionMapping mapping = file.Map(type, length);
        string[] flags = MemoryMap.VmFlags(mapping.Address);
        Assert.Contains("dc", flags);   // do not copy on fork
        Assert.Contains("sh", flags);   // shared
    }

    [Fact]
    public void The_flag_is_what_the_check_says()
    {
        byte[] ordinary = GC.AllocateArray<byte>(64, pinned: true);
        Assert.DoesNotContain("dc", MemoryMap.VmFlags((ulong)System.Runtime.InteropServices.Marshal.UnsafeAddrOfPinnedArrayElement(ordinary, 0)));
    }
}
