using WarpDrive.Linux;
using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>
/// What becomes of an address space when its process ends, becomes another image, forks, or its pid becomes another process's.
/// </summary>
public sealed class ProcessLifeTests
{
    private const int Page = 4096;
    private const ulong Meeting = 0x2000_0000_0000;   // where both images have memory

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_exec_nothing_is_read_and_nothing_is_written(bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        MemoryClient client = fixture.Client;
        client.Map(65536, address: Meeting);
        client.Fill(Meeting, Page, 1);
        fixture.Reads(Meeting, MemoryClient.Pattern(Page, 1));
        MemoryLease late = fixture.Space.CreateLease();
        Assert.True(fixture.Space.TryAcquire([new(Meeting, Page, MemoryAccess.ReadWrite)], false, late, out _));
        int pid = client.Pid;
        Assert.Equal("another 83", client.Ask($"exec {Meeting:x}"));   // the same pid, another image, full of 'S'
        Assert.Equal(pid, client.Pid);

        late.Memory(0).Fill(0xEE);
        Assert.False(late.TryCommit(0, Page, out ulong fault));
        Assert.Equal(Meeting, fault);
        fixture.RefusesToRead(Meeting, Page, Meeting);
        fixture.RefusesToWrite(Meeting, Page, Meeting);
        Assert.True(fixture.Space.IsGone);
        Assert.All(client.Peek(Meeting, Page), b => Assert.Equal((byte)'S', b));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_a_sibling_that_keeps_the_memory_exec_still_reaches_the_old_one_only(bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        MemoryClient client = fixture.Client;
        client.Map(65536, address: Meeting);
        client.Fill(Meeting, 65536, 1);
        client.Number("sibling");
        Assert.Equal("another 83", client.Ask($"exec {Meeting:x}"));

        fixture.Reads(Meeting, MemoryClient.Pattern(65536, 1));
        fixture.Writes(Meeting, MemoryClient.Pattern(65536, 2));
        fixture.Reads(Meeting, MemoryClient.Pattern(65536, 2));
        Assert.All(client.Peek(Meeting, 65536), b => Assert.Equal((byte)'S', b));
        Assert.False(fixture.Space.IsGone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void After_the_end_of_the_process_nothing_is_transferred(bool parse)
    {
        using var fixture = new ProcessFixture(parse);
        ulong memory = fixture.Client.Map(Page);
        fixture.Reads(memory, new byte[Page]);
        fixture.Client.Kill();
        fixture.RefusesToWrite(memory, 10, memory);
        fixture.RefusesToRead(memory, 10, memory);
        Assert.True(fixture.Space.IsGone);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_process_that_gets_the_pid_is_neither_read_nor_written(bool parse)
    {
        const int Length = 3 * ProcessLease.WindowSize;
        const ulong Long = Meeting + (1 << 30);
        using var fixture = new ProcessFixture(parse);
        MemoryClient client = fixture.Client;
        client.Map(65536, address: Meeting);
        client.Map(Length, address: Long);
        client.Fill(Meeting, 65536, 1);
        fixture.Reads(Meeting, MemoryClient.Pattern(65536, 1));
        MemoryLease written = fixture.Space.CreateLease();
        Assert.True(fixture.Space.TryAcquire([new(Meeting, Page, MemoryAccess.ReadWrite)], false, written, out _));
        MemoryLease half = fixture.Space.CreateLease();
        Assert.True(fixture.Space.TryAcquire([new(Long, Length, MemoryAccess.ReadWrite)], false, half, out _));
        client.Kill();

        using var parent = new MemoryClient();
        string answer = parent.Ask($"as {client.Pid:x} {Meeting:x}");
        Assert.SkipWhen(answer is "! 1" or "! 38", "clone3 with a chosen pid needs CAP_SYS_ADMIN or CAP_CHECKPOINT_RESTORE, and Linux 5.5");
        Assert.Equal($"{client.Pid:x}", answer);
        byte[] others = [.. Enumerable.Repeat((byte)'S', 65536)];
        Assert.Equal(others, Seen());

        written.Memory(0).Fill(0xEE);
        Assert.False(written.TryCommit(0, Page, out ulong fault));
        Assert.Equal(Meeting, fault);
        Assert.False(half.TryMoveWindow(0, half.Memory(0).Length, out fault));   // a request that was under way
        Assert.InRange(fault, Long, Long + Length);
        fixture.RefusesToRead(Meeting, Page, Meeting);
        fixture.RefusesToWrite(Meeting, Page, Meeting);
        Assert.True(fixture.Space.IsGone);
        using ProcessAddressSpace late = fixture.Source.Create(8, parse);   // of a queue that is opened now
        Assert.False(late.TryAcquire([new(Meeting, Page, MemoryAccess.Read)], false, late.CreateLease(), out _));
        Assert.Equal(others, Seen());

        // Whoever looks at the pid now finds the other process.
        using var named = new ProcessSource(client.OpenMemory(), client.OpenMaps(), new ProcessIdentity(client.Pid, 1, Guid.NewGuid()));
        using ProcessAddressSpace found = named.Create(9, parse);
        Assert.True(found.TryAcquire([new(Meeting, Page, MemoryAccess.Read)], false, found.CreateLease(), out _));
        parent.Do("endchild");

        byte[] Seen()
        {
            using var memory = File.OpenHandle($"/proc/{client.Pid}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var seen = new byte[65536];
            Assert.Equal(seen.Length, (int)Libc.ReadMemory(memory, Meeting, seen, out _));
            return seen;
        }
    }

    [Fact]
    public void A_process_that_ended_before_cannot_be_attached_to()
    {
        using var client = new MemoryClient();
        using Microsoft.Win32.SafeHandles.SafeFileHandle memory = client.OpenMemory();
        using Microsoft.Win32.SafeHandles.SafeFileHandle maps = client.OpenMaps();
        client.Kill();
        Assert.Equal(Errno.ESRCH, Assert.Throws<LinuxException>(() => new ProcessSource(memory, maps, default)).Errno);
    }

    /// <summary>Set up, map, start, fork, the parent writes: the device sees the parent's new page, and the child keeps the old one.</summary>
    [Fact]
    public void A_page_that_the_parent_writes_after_a_fork_is_the_one_that_is_used()
    {
        using var fixture = new ProcessFixture();
        MemoryClient client = fixture.Client;
        ulong memory = client.Map(4 * Page);
        client.Fill(memory, 4 * Page, 1);
        Assert.True(fixture.Acquire(memory, Page, MemoryAccess.ReadWrite, out _));   // a request that is under way
        ulong child = client.Number("fork");

        client.Fill(memory + Page, Page, 2);   // the parent gets a page of its own here
        fixture.Reads(memory + Page, MemoryClient.Pattern(Page, 2));
        fixture.Writes(memory + (2 * Page), MemoryClient.Pattern(Page, 3));   // and here by the device's write
        Assert.Equal(MemoryClient.Pattern(Page, 3), client.Peek(memory + (2 * Page), Page));

        using var inChild = File.OpenHandle($"/proc/{child}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var seen = new byte[4 * Page];
        Assert.Equal(seen.Length, (int)Libc.ReadMemory(inChild, memory, seen, out _));
        Assert.Equal(MemoryClient.Pattern(4 * Page, 1), seen);
        client.Do("endchild");
    }

    [Fact]
    public void A_revoked_space_transfers_nothing_although_its_process_lives()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        Assert.True(fixture.Acquire(memory, Page, MemoryAccess.ReadWrite, out _));
        fixture.Lease.Memory(0).Fill(1);
        fixture.Space.Revoke();
        Assert.True(fixture.Space.IsGone);
        Assert.False(fixture.Lease.TryCommit(0, Page, out ulong fault));
        Assert.Equal(memory, fault);
        fixture.RefusesToRead(memory, 1, memory);
        fixture.RefusesToWrite(memory, 1, memory);
        Assert.Equal(new byte[Page], fixture.Client.Peek(memory, Page));
    }

    [Fact]
    public void Descriptors_live_as_long_as_the_spaces_made_from_them()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        fixture.Source.Dispose();   // the connection that brought them; another one of the same process goes on
        fixture.Reads(memory, new byte[Page]);
        fixture.Space.Dispose();
        fixture.RefusesToRead(memory, 1, memory);
        Assert.Throws<ObjectDisposedException>(() => fixture.Source.Create(1));
    }

    [Fact]
    public void Staging_never_carries_bytes_into_another_space()
    {
        const int Length = 3 * ProcessLease.WindowSize;
        using var one = new ProcessFixture();
        ulong memory = one.Client.Map(Length);
        one.Client.Fill(memory, Length, 9);
        Assert.True(one.Space.TryAcquire(
            [.. Enumerable.Range(0, 12).Select(i => new MemoryRange(memory + (ulong)(i * Length / 12), Length / 12, MemoryAccess.Read))], false, one.Lease, out _));
        one.Lease.Release();
        (one.Lease as IDisposable)?.Dispose();   // a worker that met too many spaces in between

        using var other = new ProcessFixture();
        ulong there = other.Client.Map(Length);
        for (int i = 0; i < 12; i++)
        {
            Assert.True(other.Space.TryAcquire([new(there, Length / 12, MemoryAccess.Write)], false, other.Lease, out _));
            Assert.False(other.Lease.Memory(i).ContainsAnyExcept((byte)0));
        }
    }

    [Fact]
    public void Small_ranges_are_wiped_when_they_are_given_back()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        fixture.Client.Fill(memory, Page, 9);
        Assert.True(fixture.Acquire(memory, 512, MemoryAccess.Read, out _));
        fixture.Lease.Release();
        Assert.True(fixture.Acquire(memory, 512, MemoryAccess.Write, out _));
        Assert.False(fixture.Lease.Memory(0).ContainsAnyExcept((byte)0));
    }

    [Fact]
    public void The_end_of_a_space_wipes_what_workers_still_hold_of_it()
    {
        using var fixture = new ProcessFixture();
        ulong memory = fixture.Client.Map(Page);
        Assert.True(fixture.Acquire(memory, Page, MemoryAccess.Read, out _));
        fixture.Space.Dispose();
        Assert.Equal(0, fixture.Lease.Count);
        fixture.Lease.Release();
        Assert.False(fixture.Acquire(memory, Page, MemoryAccess.Read, out _));
    }

    [Fact]
    public void A_lease_of_another_space_is_misuse()
    {
        using var one = new ProcessFixture();
        using var other = new ProcessFixture();
        Assert.Throws<ArgumentException>(() => one.Space.TryAcquire([], false, other.Lease, out _));
    }
}
