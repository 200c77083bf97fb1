using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace WarpDrive.Linux.Tests;

/// <summary>What the headers say about constants, sizes and offsets, by the judgement of the C compiler.</summary>
public sealed class HeaderTests
{
    [Fact]
    public void Constants_sizes_and_offsets_are_those_of_the_headers()
    {
        Skip();
        var program = new StringBuilder("""
            #define _GNU_SOURCE
            #include <stddef.h>
            #include <errno.h>
            #include <linux/fs.h>
            #include <linux/futex.h>
            #include <poll.h>
            #include <sched.h>
            #include <sys/eventfd.h>
            #include <sys/mman.h>

            """);
        foreach ((string expression, long value) in Facts())
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(({expression}) == {value}, \"{expression} is not {value}\");");
        }

        program.AppendLine("#ifdef PROCMAP_QUERY");   // headers of Linux 6.11 and later
        foreach ((string expression, long value) in QueryFacts())
        {
            program.AppendLine(CultureInfo.InvariantCulture, $"_Static_assert(({expression}) == {value}, \"{expression} is not {value}\");");
        }

        program.AppendLine("#endif");
        (int exit, string words) = Compile(program.ToString());
        Assert.True(exit == 0, words);
    }

    [Fact]
    public void A_wrong_value_would_be_noticed()
    {
        Skip();
        (int exit, string words) = Compile("#include <errno.h>\n_Static_assert((EPERM) == 2, \"EPERM is not 2\");\n");
        Assert.NotEqual(0, exit);
        Assert.Contains("EPERM is not 2", words, StringComparison.Ordinal);
    }

    private static IEnumerable<(string Expression, long Value)> Facts()
    {
        yield return ("PROT_READ", Libc.PROT_READ);
        yield return ("PROT_WRITE", Libc.PROT_WRITE);
        yield return ("MAP_SHARED", Libc.MAP_SHARED);
        yield return ("MAP_PRIVATE", Libc.MAP_PRIVATE);
        yield return ("MAP_FIXED", Libc.MAP_FIXED);
        yield return ("MAP_ANONYMOUS", Libc.MAP_ANONYMOUS);
        yield return ("MAP_NORESERVE", Libc.MAP_NORESERVE);
        yield return ("MAP_POPULATE", Libc.MAP_POPULATE);
        yield return ("MADV_DONTFORK", Libc.MADV_DONTFORK);
        yield return ("EFD_CLOEXEC", Libc.EFD_CLOEXEC);
        yield return ("EFD_NONBLOCK", Libc.EFD_NONBLOCK);
        yield return ("POLLIN", Libc.POLLIN);
        yield return ("sizeof(struct pollfd)", Unsafe.SizeOf<PollFd>());
        yield return ("offsetof(struct pollfd, fd)", Offset<PollFd>(nameof(PollFd.Fd)));
        yield return ("offsetof(struct pollfd, events)", Offset<PollFd>(nameof(PollFd.Events)));
        yield return ("offsetof(struct pollfd, revents)", Offset<PollFd>(nameof(PollFd.Returned)));
        yield return ("MADV_POPULATE_READ", Libc.MADV_POPULATE_READ);
        yield return ("FUTEX_WAIT_PRIVATE", Libc.FUTEX_WAIT_PRIVATE);
        yield return ("FUTEX_WAKE_PRIVATE", Libc.FUTEX_WAKE_PRIVATE);
        yield return ("CPU_SETSIZE", Libc.CPU_SETSIZE);
        yield return ("sizeof(size_t)", Unsafe.SizeOf<nuint>());
        foreach (Errno errno in Enum.GetValues<Errno>().Where(e => e != Errno.None))
        {
            yield return (errno.ToString(), (long)errno);
        }
    }

    private static IEnumerable<(string Expression, long Value)> QueryFacts()
    {
        yield return ("PROCMAP_QUERY", (long)Libc.PROCMAP_QUERY);
        yield return ("PROCMAP_QUERY_VMA_READABLE", (long)ProcMapQuery.Readable);
        yield return ("PROCMAP_QUERY_VMA_WRITABLE", (long)ProcMapQuery.Writable);
        yield return ("sizeof(struct procmap_query)", Unsafe.SizeOf<ProcMapQuery>());
        yield return ("offsetof(struct procmap_query, size)", Offset<ProcMapQuery>(nameof(ProcMapQuery.Size)));
        yield return ("offsetof(struct procmap_query, query_flags)", Offset<ProcMapQuery>(nameof(ProcMapQuery.QueryFlags)));
        yield return ("offsetof(struct procmap_query, query_addr)", Offset<ProcMapQuery>(nameof(ProcMapQuery.QueryAddress)));
        yield return ("offsetof(struct procmap_query, vma_start)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaStart)));
        yield return ("offsetof(struct procmap_query, vma_end)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaEnd)));
        yield return ("offsetof(struct procmap_query, vma_flags)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaFlags)));
        yield return ("offsetof(struct procmap_query, vma_page_size)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaPageSize)));
        yield return ("offsetof(struct procmap_query, vma_offset)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaOffset)));
        yield return ("offsetof(struct procmap_query, inode)", Offset<ProcMapQuery>(nameof(ProcMapQuery.Inode)));
        yield return ("offsetof(struct procmap_query, dev_major)", Offset<ProcMapQuery>(nameof(ProcMapQuery.DeviceMajor)));
        yield return ("offsetof(struct procmap_query, dev_minor)", Offset<ProcMapQuery>(nameof(ProcMapQuery.DeviceMinor)));
        yield return ("offsetof(struct procmap_query, vma_name_size)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaNameSize)));
        yield return ("offsetof(struct procmap_query, build_id_size)", Offset<ProcMapQuery>(nameof(ProcMapQuery.BuildIdSize)));
        yield return ("offsetof(struct procmap_query, vma_name_addr)", Offset<ProcMapQuery>(nameof(ProcMapQuery.VmaNameAddress)));
        yield return ("offsetof(struct procmap_query, build_id_addr)", Offset<ProcMapQuery>(nameof(ProcMapQuery.BuildIdAddress)));
    }

    private static long Offset<T>(string field) => Marshal.OffsetOf<T>(field);

    private static void Skip() => Assert.SkipUnless(
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, "gcc"))), "this machine has no gcc");

    private static (int Exit, string Words) Compile(string program)
    {
        string path = Path.Combine(Path.GetTempPath(), $"wd-header-{Environment.ProcessId}-{Guid.NewGuid():N}.c");
        File.WriteAllText(path, program);
        try
        {
            using var gcc = Process.Start(new ProcessStartInfo("gcc", ["-std=c11", "-fsyntax-only", path]) { RedirectStandardError = true })!;
            string words = gcc.StandardError.ReadToEnd();
            Assert.True(gcc.WaitForExit(TimeSpan.FromSeconds(60)), "gcc does not end");
            return (gcc.ExitCode, words);
        }
        finally
        {
            File.Delete(path);
        }
    }
}
