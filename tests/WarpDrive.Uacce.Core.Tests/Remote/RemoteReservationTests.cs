using System.Buffers.Binary;
using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>Memory that clients elsewhere reserve through their queues.</summary>
public sealed class RemoteReservationTests
{
    private const ulong Where = 0x7000_0000_0000;

    [Fact]
    public void Reserved_memory_is_at_the_address_of_the_client_on_every_device()
    {
        using var setup = new RemoteSetup();
        RegisteredDevice second = setup.Registry.Add(new EchoDevice());
        using RemoteClient client = setup.Client(sva: false);
        RemoteQueue queue = client.Open(setup.Device, setup.OpenChannel(client).Channel);
        using var memory = new MappedMemory(queue.Map(RegionType.Ss, 8192, Where)!, 8192);
        ulong expected = 0x1122334455667788;
        memory.At<ulong>(16) = expected;
        foreach (AddressSpace space in new[] { Space(setup.Device), Open(client, second) })
        {
            MemoryLease lease = space.CreateLease();
            Assert.True(space.TryAcquire([new MemoryRange(Where + 16, 8, MemoryAccess.Write)], leased: false, lease, out _));
            Assert.Equal(expected, BinaryPrimitives.ReadUInt64LittleEndian(lease.Memory(0)));
            lease.Memory(0)[0]++;
            expected++;
            lease.Release();
        }

        Assert.Equal(expected, memory.At<ulong>(16));   // the same bytes, not a copy
        byte[] argument = new byte[8];
        Assert.Equal(0, queue.Ioctl(UacceIoctl.GetSsDma, argument));
        Assert.Equal(Where, BinaryPrimitives.ReadUInt64LittleEndian(argument) & ~0xFFFUL);
    }

    [Fact]
    public void A_client_sees_no_reservation_of_another()
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client(sva: false);
        using RemoteClient stranger = setup.Client(sva: false);
        RemoteQueue queue = client.Open(setup.Device, setup.OpenChannel(client).Channel);
        queue.Map(RegionType.Ss, 8192, Where)!.Dispose();
        RemoteQueue other = stranger.Open(setup.Device, setup.OpenChannel(stranger).Channel);
        AddressSpace space = setup.Device.Snapshot().Single(q => q.Number == other.Number).AddressSpace;
        Assert.False(space.TryAcquire([new MemoryRange(Where, 8, MemoryAccess.Read)], leased: false, space.CreateLease(), out ulong fault));
        Assert.Equal(Where, fault);
        other.Map(RegionType.Ss, 4096, Where)!.Dispose();   // its own, at the same address
    }

    [Fact]
    public void Connections_of_one_process_share_their_reservations()
    {
        using var setup = new RemoteSetup();
        object process = new();
        using var first = new RemoteClient(setup.Registry, setup.Account, null, process);
        using var second = new RemoteClient(setup.Registry, setup.Account, null, process);
        RemoteQueue queue = first.Open(setup.Device, setup.OpenChannel(first).Channel);
        RemoteQueue other = second.Open(setup.Device, setup.OpenChannel(second).Channel);
        queue.Map(RegionType.Ss, 4096, Where)!.Dispose();
        Assert.Equal(Errno.EEXIST, Refusal(() => other.Map(RegionType.Ss, 4096, Where)));
        first.End();
        other.Map(RegionType.Ss, 4096, Where)!.Dispose();
    }

    [Theory]
    [InlineData(4096, 0, Errno.EINVAL)]
    [InlineData(4096, Where + 8, Errno.EINVAL)]
    [InlineData(0, Where, Errno.EINVAL)]
    [InlineData(-1, Where, Errno.EINVAL)]
    [InlineData(1L << 40, Where, Errno.EINVAL)]
    [InlineData(8192, 0xFFFF_FFFF_FFFF_F000, Errno.EINVAL)]
    [InlineData(4096, Where + 4096, Errno.EEXIST)]
    [InlineData(3 * 4096, Where - 4096, Errno.EEXIST)]
    public void A_reservation_that_cannot_be_is_refused(long length, ulong address, Errno errno)
    {
        using var setup = new RemoteSetup();
        using RemoteClient client = setup.Client(sva: false);
        RingChannel channel = setup.OpenChannel(client).Channel;
        RemoteQueue queue = client.Open(setup.Device, channel);
        RemoteQueue other = client.Open(setup.Device, channel);
        queue.Map(RegionType.Ss, 8192, Where)!.Dispose();
        Assert.Equal(errno, Refusal(() => other.Map(RegionType.Ss, length, address)));
        other.Map(RegionType.Ss, 4096, Where + 8192)!.Dispose();   // nothing else has changed
    }

    [Fact]
    public void Reserved_memory_of_a_client_with_sva_is_used_where_it_is()
    {
        using var setup = new RemoteSetup();
        using var process = new MemoryClient();
        using RemoteClient client = setup.Client(new ProcessSource(process.OpenMemory(), process.OpenMaps(), new ProcessIdentity(process.Pid, 1, Guid.NewGuid())));
        RemoteQueue queue = client.Open(setup.Device, setup.OpenChannel(client).Channel);
        using var memory = new MappedMemory(queue.Map(RegionType.Ss, 4096, Where)!, 4096);
        AddressSpace space = Space(setup.Device);
        MemoryLease lease = space.CreateLease();
        Assert.True(space.TryAcquire([new MemoryRange(Where + 64, 8, MemoryAccess.ReadWrite)], leased: false, lease, out _));
        lease.Memory(0).Fill(7);
        Assert.Equal(7, memory.Slice(64, 8)[7]);   // before anything is written back
        memory.Slice(64, 8).Fill(8);
        Assert.Equal(8, lease.Memory(0)[0]);
        lease.Release();
    }

    [Fact]
    public void A_reservation_ends_with_its_mapping()
    {
        using var setup = new RemoteSetup(name: "reserved");   // the memory of devices of other tests has other names
        using RemoteClient client = setup.Client(sva: false);
        RemoteQueue queue = client.Open(setup.Device, setup.OpenChannel(client).Channel);
        queue.Map(RegionType.Ss, 4096, Where)!.Dispose();
        AddressSpace space = Space(setup.Device);
        queue.Unmap(RegionType.Ss);
        Assert.False(space.TryAcquire([new MemoryRange(Where, 8, MemoryAccess.Read)], leased: false, space.CreateLease(), out _));
        queue.Map(RegionType.Ss, 4096, Where)!.Dispose();
        client.End();
        Assert.False(space.TryAcquire([new MemoryRange(Where, 8, MemoryAccess.Read)], leased: false, space.CreateLease(), out _));
        Assert.Equal(0, OpenFiles.Of(setup.Device.Name).Descriptors);
    }

    private static AddressSpace Space(RegisteredDevice device) => device.Snapshot().Single().AddressSpace;

    private static AddressSpace Open(RemoteClient client, RegisteredDevice device)
    {
        client.Open(device, client.OpenChannel(device, 4));
        return Space(device);
    }

    private static Errno Refusal(Action call) => Assert.Throws<LinuxException>(call).Errno;
}
