using System.Buffers.Binary;
using WarpDrive.Linux;

namespace WarpDrive.Conformance.Contract;

/// <summary>Devices without SVA: memory reserved through the queue (uacce.md §4, §5.1).</summary>
public abstract class ReservedMemoryContract : ProviderContract
{
    [Fact]
    public void A_device_without_sva_says_so()
    {
        Use(new ContractSetup { Sva = false });
        Assert.Equal(DeviceFlags.None, Device.ReadInfo().Flags & DeviceFlags.Sva);
        Assert.EndsWith("_noiommu", Device.ReadInfo().Api, StringComparison.Ordinal);
    }

    [Fact]
    public void Reserved_memory_has_the_size_that_the_caller_chose()
    {
        Use(new ContractSetup { Sva = false });
        QueueFile file = Open();
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map(RegionType.Ss, 0)));
        RegionMapping memory = Keep(file.Map(RegionType.Ss, 300_000));
        Assert.Equal(300_000, memory.Length);
        Assert.Contains("dc", MemoryMap.VmFlags(memory.Address));
        Assert.Equal(Errno.EEXIST, Refusal(() => file.Map(RegionType.Ss, 4096)));
        memory.Dispose();
        file.Map(RegionType.Ss, 4096).Dispose();
    }

    [Fact]
    public void The_device_address_of_reserved_memory_is_told_with_its_length_in_64_kib_units()
    {
        Use(new ContractSetup { Sva = false });
        QueueFile file = Open();
        byte[] argument = new byte[8];
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Ioctl(UacceIoctl.GetSsDma, argument)));       // nothing is mapped
        RegionMapping memory = Keep(file.Map(RegionType.Ss, 5 << 16));
        Assert.Equal(Errno.EFAULT, Refusal(() => file.Ioctl(UacceIoctl.GetSsDma, new byte[7])));
        Assert.Equal(0, file.Ioctl(UacceIoctl.GetSsDma, argument));
        ulong told = BinaryPrimitives.ReadUInt64LittleEndian(argument);
        Assert.Equal(5u, told & 0xFFF);
        Assert.Equal(memory.Address, told & ~0xFFFUL);
        BinaryPrimitives.WriteUInt64LittleEndian(argument, 1);
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Ioctl(UacceIoctl.GetSsDma, argument)));       // there is one slice
    }
}
