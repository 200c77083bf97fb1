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
            #include <fcntl.h>
            #include <stddef.h>
            #include <errno.h>
            #include <linux/fs.h>
            #include <linux/futex.h>
            #include <linux/magic.h>
            #include <linux/memfd.h>
            #include <poll.h>
            #include <sched.h>
            #include <sys/epoll.h>
            #include <sys/eventfd.h>
            #include <sys/mman.h>
            #include <sys/resource.h>
            #include <sys/socket.h>
            #include <sys/stat.h>
            #include <sys/syscall.h>
            #include <sys/un.h>
            #include <sys/vfs.h>
            #ifndef MFD_NOEXEC_SEAL   // Linux 6.3
            #define MFD_NOEXEC_SEAL 8
            #endif
            #ifndef SO_PEERPIDFD      // Linux 6.5
            #define SO_PEERPIDFD 77
            #endif

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
        foreach ((string, long) fact in SocketFacts().Concat(FileFacts()))
        {
            yield return fact;
        }

        foreach (Errno errno in Enum.GetValues<Errno>().Where(e => e != Errno.None))
        {
            yield return (errno.ToString(), (long)errno);
        }
    }

    private static IEnumerable<(string Expression, long Value)> SocketFacts()
    {
        yield return ("AF_UNIX", Libc.AF_UNIX);
        yield return ("SOCK_SEQPACKET", Libc.SOCK_SEQPACKET);
        yield return ("SOCK_CLOEXEC", Libc.SOCK_CLOEXEC);
        yield return ("SOCK_NONBLOCK", Libc.SOCK_NONBLOCK);
        yield return ("SHUT_RDWR", Libc.SHUT_RDWR);
        yield return ("SOL_SOCKET", Libc.SOL_SOCKET);
        yield return ("SO_PASSCRED", Libc.SO_PASSCRED);
        yield return ("SO_PEERCRED", Libc.SO_PEERCRED);
        yield return ("SO_SNDTIMEO", Libc.SO_SNDTIMEO);
        yield return ("SO_PEERPIDFD", Libc.SO_PEERPIDFD);
        yield return ("SCM_RIGHTS", Libc.SCM_RIGHTS);
        yield return ("SCM_CREDENTIALS", Libc.SCM_CREDENTIALS);
        yield return ("MSG_CTRUNC", Libc.MSG_CTRUNC);
        yield return ("MSG_TRUNC", Libc.MSG_TRUNC);
        yield return ("MSG_DONTWAIT", Libc.MSG_DONTWAIT);
        yield return ("MSG_NOSIGNAL", Libc.MSG_NOSIGNAL);
        yield return ("MSG_CMSG_CLOEXEC", Libc.MSG_CMSG_CLOEXEC);
        yield return ("sizeof(((struct sockaddr_un *)0)->sun_path)", Libc.UnixPathRoom);
        yield return ("sizeof(struct ucred)", Unsafe.SizeOf<PeerCredentials>());
        yield return ("sizeof(struct iovec)", Unsafe.SizeOf<IoVector>());
        yield return ("offsetof(struct iovec, iov_base)", Offset<IoVector>(nameof(IoVector.Base)));
        yield return ("offsetof(struct iovec, iov_len)", Offset<IoVector>(nameof(IoVector.Length)));
        yield return ("sizeof(struct msghdr)", Unsafe.SizeOf<MessageHeader>());
        yield return ("offsetof(struct msghdr, msg_name)", Offset<MessageHeader>(nameof(MessageHeader.Name)));
        yield return ("offsetof(struct msghdr, msg_namelen)", Offset<MessageHeader>(nameof(MessageHeader.NameLength)));
        yield return ("offsetof(struct msghdr, msg_iov)", Offset<MessageHeader>(nameof(MessageHeader.Vectors)));
        yield return ("offsetof(struct msghdr, msg_iovlen)", Offset<MessageHeader>(nameof(MessageHeader.VectorCount)));
        yield return ("offsetof(struct msghdr, msg_control)", Offset<MessageHeader>(nameof(MessageHeader.Control)));
        yield return ("offsetof(struct msghdr, msg_controllen)", Offset<MessageHeader>(nameof(MessageHeader.ControlLength)));
        yield return ("offsetof(struct msghdr, msg_flags)", Offset<MessageHeader>(nameof(MessageHeader.Flags)));
        yield return ("sizeof(struct cmsghdr)", Unsafe.SizeOf<ControlHeader>());
        yield return ("offsetof(struct cmsghdr, cmsg_len)", Offset<ControlHeader>(nameof(ControlHeader.Length)));
        yield return ("offsetof(struct cmsghdr, cmsg_level)", Offset<ControlHeader>(nameof(ControlHeader.Level)));
        yield return ("offsetof(struct cmsghdr, cmsg_type)", Offset<ControlHeader>(nameof(ControlHeader.Type)));
        yield return ("offsetof(struct ucred, pid)", 0);
        yield return ("offsetof(struct ucred, uid)", 4);
        yield return ("offsetof(struct ucred, gid)", 8);
    }

    private static IEnumerable<(string Expression, long Value)> FileFacts()
    {
        yield return ("AT_FDCWD", Libc.AT_FDCWD);
        yield return ("AT_SYMLINK_NOFOLLOW", Libc.AT_SYMLINK_NOFOLLOW);
        yield return ("AT_EMPTY_PATH", Libc.AT_EMPTY_PATH);
        yield return ("F_GETFL", Libc.F_GETFL);
        yield return ("O_ACCMODE", Libc.O_ACCMODE);
        yield return ("O_WRONLY", Libc.O_WRONLY);
        yield return ("O_RDWR", Libc.O_RDWR);
        yield return ("STATX_ATTR_MOUNT_ROOT", (long)Libc.STATX_ATTR_MOUNT_ROOT);
        yield return ("offsetof(struct statx, stx_attributes)", Libc.StatxAttributesOffset);
        yield return ("STATX_TYPE", Libc.STATX_TYPE);
        yield return ("S_IFMT", Libc.S_IFMT);
        yield return ("S_IFSOCK", Libc.S_IFSOCK);
        yield return ("MFD_CLOEXEC", Libc.MFD_CLOEXEC);
        yield return ("MFD_ALLOW_SEALING", Libc.MFD_ALLOW_SEALING);
        yield return ("MFD_NOEXEC_SEAL", Libc.MFD_NOEXEC_SEAL);
        yield return ("F_ADD_SEALS", Libc.F_ADD_SEALS);
        yield return ("F_GET_SEALS", Libc.F_GET_SEALS);
        yield return ("F_SEAL_SEAL", Libc.F_SEAL_SEAL);
        yield return ("F_SEAL_SHRINK", Libc.F_SEAL_SHRINK);
        yield return ("F_SEAL_GROW", Libc.F_SEAL_GROW);
        yield return ("EPOLLIN", Libc.EPOLLIN);
        yield return ("EPOLLOUT", Libc.EPOLLOUT);
        yield return ("EPOLLERR", Libc.EPOLLERR);
        yield return ("EPOLLHUP", Libc.EPOLLHUP);
        yield return ("EPOLLRDHUP", Libc.EPOLLRDHUP);
        yield return ("EPOLLONESHOT", Libc.EPOLLONESHOT);
        yield return ("EPOLLET", Libc.EPOLLET);
        yield return ("EPOLL_CTL_ADD", Libc.EPOLL_CTL_ADD);
        yield return ("EPOLL_CTL_DEL", Libc.EPOLL_CTL_DEL);
        yield return ("EPOLL_CTL_MOD", Libc.EPOLL_CTL_MOD);
        yield return ("RLIMIT_NOFILE", Libc.RLIMIT_NOFILE);
        yield return ("PROC_SUPER_MAGIC", Libc.PROC_SUPER_MAGIC);
        yield return ("sizeof(struct statx)", Libc.StatxSize);
        yield return ("offsetof(struct statx, stx_mode)", Libc.StatxModeOffset);
        yield return ("sizeof(struct statfs)", Libc.StatfsSize);
        yield return ("sizeof(((struct statfs *)0)->f_type)", sizeof(long));
        yield return ("offsetof(struct statfs, f_type)", 0);
        yield return ("sizeof(struct epoll_event)", Libc.EpollEventSize);
        yield return ("offsetof(struct epoll_event, data)", Libc.EpollEventSize - sizeof(ulong));
        yield return ("sizeof(struct timeval)", 2 * sizeof(long));
        yield return ("sizeof(struct rlimit)", 2 * sizeof(long));
        yield return ("SYS_pidfd_open", Libc.SysPidfdOpen);
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
