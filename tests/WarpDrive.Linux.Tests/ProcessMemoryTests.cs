using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux.Tests;

public sealed unsafe class ProcessMemoryTests
{
    [Fact]
    public void Memory_is_read_and_written_at_its_addresses()
    {
        using SafeFileHandle mem = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        int length = (3 * Libc.PageSize) + 5;
        nint address = Libc.MmapShared(length, populate: false);
        try
        {
            var there = new Span<byte>((void*)address, length);
            var random = new Random(4);
            random.NextBytes(there);
            byte[] here = new byte[length - 1];
            Assert.Equal(here.Length, Libc.ReadMemory(mem, (ulong)address + 1, here, out Errno errno));
            Assert.Equal(Errno.None, errno);
            Assert.True(here.AsSpan().SequenceEqual(there[1..]));
            random.NextBytes(here);
            Assert.Equal(here.Length, Libc.WriteMemory(mem, (ulong)address, here, out errno));
            Assert.Equal(Errno.None, errno);
            Assert.True(here.AsSpan().SequenceEqual(there[..^1]));
        }
        finally
        {
            Assert.True(Libc.Munmap(address, length));
        }
    }

    [Fact]
    public void A_hole_ends_a_transfer_and_fails_one_that_begins_there()
    {
        using SafeFileHandle mem = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        int page = Libc.PageSize;
        nint address = Libc.ReserveAddresses(4 * page);
        try
        {
            Libc.MmapEmptyOver(address, page);
            Assert.True(Libc.Munmap(address + page, page));
            byte[] bytes = new byte[2 * page];
            Assert.Equal(page, Libc.ReadMemory(mem, (ulong)address, bytes, out _));
            Assert.Equal(page, Libc.WriteMemory(mem, (ulong)address, bytes, out _));
            Assert.Equal(-1, Libc.ReadMemory(mem, (ulong)(address + page), bytes.AsSpan(0, 16), out Errno errno));
            Assert.Equal(Errno.EIO, errno);
            Assert.Equal(-1, Libc.WriteMemory(mem, (ulong)(address + page), bytes.AsSpan(0, 16), out errno));
            Assert.Equal(Errno.EIO, errno);
        }
        finally
        {
            Assert.True(Libc.Munmap(address, page));
            Assert.True(Libc.Munmap(address + (2 * page), 2 * page));
        }
    }

    [Fact]
    public void Addresses_that_no_process_has_are_refused()
    {
        using SafeFileHandle mem = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        byte[] bytes = new byte[8];
        foreach (ulong address in (ulong[])[0, 8, 1UL << 63, ulong.MaxValue - 3, 0xffff_8000_0000_0000])
        {
            Assert.Equal(-1, Libc.ReadMemory(mem, address, bytes, out Errno errno));
            Assert.Contains(errno, (Errno[])[Errno.EIO, Errno.EINVAL]);
            Assert.Equal(-1, Libc.WriteMemory(mem, address, bytes, out errno));
            Assert.Contains(errno, (Errno[])[Errno.EIO, Errno.EINVAL]);
        }
    }

    [Fact]
    public void Nothing_is_transferred_once_the_process_has_ended()
    {
        using Process other = Process.Start(new ProcessStartInfo("sleep", ["600"]))!;
        try
        {
            using SafeFileHandle? pidfd = Libc.TryOpenPidfd(other.Id);
            Assert.NotNull(pidfd);
            using SafeFileHandle mem = File.OpenHandle($"/proc/{other.Id}/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            string first = File.ReadLines($"/proc/{other.Id}/maps").First();
            ulong address = ulong.Parse(first.AsSpan(0, first.IndexOf('-', StringComparison.Ordinal)), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            byte[] bytes = new byte[64];
            Assert.Equal(64, Libc.ReadMemory(mem, address, bytes, out _));
            other.Kill();
            Assert.True(other.WaitForExit(TimeSpan.FromSeconds(30)));
            Span<PollFd> entry = [new PollFd { Fd = (int)pidfd.DangerousGetHandle(), Events = Libc.POLLIN }];
            Assert.Equal(1, Libc.Poll(entry, TimeSpan.FromSeconds(30)));
            Assert.Equal(0, Libc.ReadMemory(mem, address, bytes, out Errno errno));
            Assert.Equal(Errno.None, errno);
            Assert.Null(Libc.TryOpenPidfd(other.Id));
        }
        finally
        {
            other.Kill();
        }
    }

    [Fact]
    public void Descriptors_tell_what_they_are_open_on()
    {
        using SafeFileHandle mem = File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        Assert.Equal(Libc.PROC_SUPER_MAGIC, Libc.FileSystemType(mem));
        Assert.Equal($"/proc/{Environment.ProcessId}/mem", Libc.ReadDescriptorLink(mem));
        using SafeFileHandle other = Libc.CreateSealedMemory("wd-link", 1);
        Assert.NotEqual(Libc.PROC_SUPER_MAGIC, Libc.FileSystemType(other));
        Assert.Equal("/memfd:wd-link (deleted)", Libc.ReadDescriptorLink(other));
    }

    [Fact]
    public void The_limit_of_open_files_can_be_raised_to_the_hard_one()
    {
        (_, ulong hard) = Libc.GetOpenFilesLimit();
        Libc.RaiseOpenFilesLimit();
        Assert.Equal((hard, hard), Libc.GetOpenFilesLimit());
    }

    [Fact]
    public void Users_are_those_of_the_process()
    {
        string[] uid = File.ReadLines("/proc/self/status").First(l => l.StartsWith("Uid:", StringComparison.Ordinal)).Split('\t');
        Assert.Equal(uid[1], Libc.Getuid().ToString(CultureInfo.InvariantCulture));
        Assert.Equal(uid[2], Libc.Geteuid().ToString(CultureInfo.InvariantCulture));
    }
}
