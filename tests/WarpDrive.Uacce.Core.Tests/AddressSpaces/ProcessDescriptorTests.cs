using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>What a client may hand over as its memory, and what not: nothing else is ever read.</summary>
public sealed class ProcessDescriptorTests
{
    [Fact]
    public void The_clients_own_files_are_taken()
    {
        using var client = new MemoryClient();
        using var source = new ProcessSource(client.OpenMemory(), client.OpenMaps(), new ProcessIdentity(client.Pid, 1, Guid.Empty));
        Assert.Equal(new ProcessIdentity(client.Pid, 1, Guid.Empty), source.Identity);
    }

    [Theory]
    [InlineData("/dev/zero", "/proc/self/maps")]
    [InlineData("/proc/self/mem", "/dev/zero")]
    [InlineData("/proc/self/maps", "/proc/self/maps")]
    [InlineData("/proc/self/mem", "/proc/self/smaps")]
    [InlineData("/proc/self/mem", "/proc/self/mem")]
    [InlineData("/proc/self/environ", "/proc/self/maps")]
    [InlineData("/proc/self/mem", "/proc/uptime")]
    [InlineData("/proc/self/comm", "/proc/self/maps")]
    public void Other_files_are_refused_with_words(string memory, string maps)
    {
        using SafeFileHandle first = Open(memory);
        using SafeFileHandle second = Open(maps);
        var refusal = Assert.Throws<LinuxException>(() => new ProcessSource(first, second, default));
        Assert.Equal(Errno.EINVAL, refusal.Errno);
        Assert.Contains("/proc/self/m", refusal.Message, StringComparison.Ordinal);
        Assert.False(first.IsClosed);   // what was refused stays the caller's
    }

    [Fact]
    public void A_file_of_the_same_name_elsewhere_is_refused()
    {
        string folder = Directory.CreateTempSubdirectory().FullName;
        try
        {
            Directory.CreateDirectory(Path.Combine(folder, "proc/1"));
            string path = Path.Combine(folder, "proc/1/mem");
            File.WriteAllBytes(path, new byte[10]);
            using SafeFileHandle memory = Open(path);
            using SafeFileHandle maps = Open("/proc/self/maps");
            Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => new ProcessSource(memory, maps, default)).Errno);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public void A_fifo_is_refused_and_never_read()
    {
        string path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString("N"));
        using (var made = System.Diagnostics.Process.Start("mkfifo", path))
        {
            made.WaitForExit();
        }

        try
        {
            using SafeFileHandle memory = Open(path, FileAccess.ReadWrite);   // of a FIFO this waits for nobody; a read from it would
            using SafeFileHandle maps = Open("/proc/self/maps");
            Assert.Equal(Errno.EINVAL, Assert.Throws<LinuxException>(() => new ProcessSource(memory, maps, default)).Errno);
        }
        finally
        {
            File.Delete(path);
        }
    }

    [Theory]
    [InlineData(FileAccess.Read)]
    [InlineData(FileAccess.Write)]
    public void Memory_must_be_open_for_both(FileAccess access)
    {
        using SafeFileHandle memory = Open("/proc/self/mem", access);
        using SafeFileHandle maps = Open("/proc/self/maps");
        var refusal = Assert.Throws<LinuxException>(() => new ProcessSource(memory, maps, default));
        Assert.Equal(Errno.EINVAL, refusal.Errno);
        Assert.Contains("reading and writing", refusal.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/proc/42/mem", true)]
    [InlineData("/42/mem", true)]
    [InlineData("/some/where/proc/42/mem", true)]
    [InlineData("/proc/self/mem", false)]
    [InlineData("/proc/-1/mem", false)]
    [InlineData("/proc/42/task/mem", false)]
    [InlineData("/proc/42/mem (deleted)", false)]
    [InlineData("/proc/42/maps", false)]
    [InlineData("42/mem", false)]
    [InlineData("pipe:[42]", false)]
    [InlineData("", false)]
    public void A_name_is_what_the_kernel_calls_it(string link, bool expected) => Assert.Equal(expected, ProcessDescriptors.IsName(link, "mem"));

    private static SafeFileHandle Open(string path, FileAccess access = FileAccess.Read) =>
        File.OpenHandle(path, FileMode.Open, access, FileShare.ReadWrite);
}
