using WarpDrive.Conformance.Echo;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Conformance.Embedded;

/// <summary>PASIDs and the end of an address space (uacce.md §7).</summary>
public sealed class AddressSpaceTests : IDisposable
{
    private readonly DeviceRegistry _registry = new(new CoreOptions { LargestPasid = 2 });

    public void Dispose() => _registry.Dispose();

    [Fact]
    public void One_pasid_for_all_queues_and_devices_of_an_address_space()
    {
        RegisteredDevice a = _registry.Add(new EchoDevice());
        RegisteredDevice b = _registry.Add(new EchoDevice());
        CoreQueue first = a.Open(LocalSource.Instance, QueueDriving.Inline);
        CoreQueue second = a.Open(LocalSource.Instance, QueueDriving.Served);
        CoreQueue third = b.Open(LocalSource.Instance, QueueDriving.Inline);
        Assert.Equal(1u, first.AddressSpace.Pasid);
        Assert.Same(first.AddressSpace, second.AddressSpace);
        Assert.Same(first.AddressSpace, third.AddressSpace);
        first.CloseDescriptor();
        second.CloseDescriptor();
        Assert.Equal(1, _registry.BoundAddressSpaces);
        _registry.Remove(b);                                 // unbinds, although the descriptor is still open
        Assert.Equal(0, _registry.BoundAddressSpaces);
        third.CloseDescriptor();
    }

    [Fact]
    public void Pasids_are_the_lowest_free_and_run_out()
    {
        RegisteredDevice device = _registry.Add(new EchoDevice());
        CoreQueue one = device.Open(new OtherSpace(), QueueDriving.Inline);
        CoreQueue two = device.Open(new OtherSpace(), QueueDriving.Inline);
        Assert.Equal((1u, 2u), (one.AddressSpace.Pasid, two.AddressSpace.Pasid));
        Assert.Equal(Errno.ENOSPC, Assert.Throws<LinuxException>(() => device.Open(new OtherSpace(), QueueDriving.Inline)).Errno);
        Assert.Equal(EchoDevice.DefaultProfile.Instances - 2, device.Model.AvailableInstances);
        one.CloseDescriptor();
        CoreQueue again = device.Open(new OtherSpace(), QueueDriving.Inline);
        Assert.Equal(1u, again.AddressSpace.Pasid);
        again.CloseDescriptor();
        two.CloseDescriptor();
    }

    [Fact]
    public void An_open_that_fails_later_unbinds()
    {
        RegisteredDevice device = _registry.Add(new EchoDevice(EchoDevice.DefaultProfile with { Instances = 1 }));
        CoreQueue only = device.Open(LocalSource.Instance, QueueDriving.Inline);
        Assert.Equal(Errno.EBUSY, Assert.Throws<LinuxException>(() => device.Open(new OtherSpace(), QueueDriving.Inline)).Errno);
        Assert.Equal(1, _registry.BoundAddressSpaces);
        only.CloseDescriptor();
    }

    [Theory]
    [InlineData(QueueDriving.Inline)]
    [InlineData(QueueDriving.Served)]
    public void The_end_of_an_address_space_stops_its_queues_and_then_frees_its_pasid(QueueDriving driving)
    {
        var model = new EchoDevice();
        RegisteredDevice device = _registry.Add(model);
        var ending = new OtherSpace();
        CoreQueue dying = device.Open(ending, driving);
        CoreQueue staying = device.Open(LocalSource.Instance, driving);
        dying.Ioctl(UacceIoctl.StartQueue, []);
        staying.Ioctl(UacceIoctl.StartQueue, []);
        _registry.EndAddressSpace(ending);
        Assert.Equal((QueueState.Zombie, QueueState.Started), (dying.State, staying.State));
        Assert.Equal(["start 0", "start 1", "die 0", "stop 0", "put 0"], model.Calls);
        Assert.Equal(1, _registry.BoundAddressSpaces);
        Assert.Equal(Errno.ENXIO, Assert.Throws<LinuxException>(() => dying.Ioctl(UacceIoctl.PutQueue, [])).Errno);
        dying.CloseDescriptor();
        staying.CloseDescriptor();
        _registry.EndAddressSpace(ending);   // nothing is bound any more
    }

    [Fact]
    public void Reserved_memory_is_all_that_a_device_without_sva_sees()
    {
        using var registry = new DeviceRegistry(new CoreOptions { WithoutSva = true });
        CoreQueue queue = registry.Add(new EchoDevice()).Open(LocalSource.Instance, QueueDriving.Inline);
        EmbeddedMapping memory = queue.Map(RegionType.Ss, 8192);
        ulong start = memory.Address;
        AddressSpace space = queue.AddressSpace;
        using var lease = new Held(space.CreateLease());
        Assert.Equal(0u, space.Pasid);
        Assert.True(space.TryAcquire([new MemoryRange(start + 8000, 192, MemoryAccess.Write), new MemoryRange(0, 0, MemoryAccess.Read)], false, lease.Lease, out _));
        lease.Lease.Memory(0).Fill(3);
        Assert.Equal(3, memory.At<byte>(8191));
        Assert.Equal(2, lease.Lease.Count);
        Assert.False(space.TryAcquire([new MemoryRange(start, 1, MemoryAccess.Read), new MemoryRange(start + 8000, 193, MemoryAccess.Read)], true, lease.Lease, out ulong fault));
        Assert.Equal(start + 8192, fault);
        Assert.Equal(2, lease.Lease.Count);   // all or none
        Assert.False(space.TryAcquire([new MemoryRange(start - 1, 1, MemoryAccess.Read)], true, lease.Lease, out fault));
        Assert.Equal(start - 1, fault);
        Assert.False(space.TryAcquire([new MemoryRange(ulong.MaxValue - 3, 100, MemoryAccess.Read)], true, lease.Lease, out _));
        Assert.False(space.TryAcquire([new MemoryRange(start, -1, MemoryAccess.Read)], true, lease.Lease, out _));
        memory.Dispose();
        Assert.False(space.TryAcquire([new MemoryRange(start, 1, MemoryAccess.Read)], true, lease.Lease, out _));
        lease.Lease.Memory(0).Fill(4);        // a step that still runs works on nothing
        queue.CloseDescriptor();
    }

    private sealed class OtherSpace : AddressSpaceSource
    {
        public override object Identity => this;

        public override AddressSpace Create(uint pasid) => new LocalAddressSpace(pasid);
    }

    private sealed record Held(MemoryLease Lease) : IDisposable
    {
        public void Dispose() => Lease.Release();
    }
}
