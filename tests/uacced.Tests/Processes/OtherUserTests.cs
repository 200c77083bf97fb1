using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Daemon.Tests;

/// <summary>A client of another user than the daemon's. Needs root, which may become somebody else.</summary>
public sealed class OtherUserTests
{
    private const int Nobody = 65534;

    // Becomes the user where the socket is, so that the directories above need no permission. HELLO, then requests; prints the status of each reply (uacced.md §2.1, §3).
    private const string Client = """
        import os, socket, struct, sys
        os.chdir(os.path.dirname(sys.argv[1]))
        os.setgroups([]); os.setgid(int(sys.argv[3])); os.setuid(int(sys.argv[3]))
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.settimeout(60)
        s.connect(os.path.basename(sys.argv[1]))
        def ask(kind, body):
            s.send(struct.pack('<IHHIi', 16 + len(body), kind, 0, 1, 0) + body)
            reply = s.recv(4096)
            status, = struct.unpack_from('<i', reply, 12)
            print(status, reply[16:].decode('utf-8') if status < 0 else '', flush=True)
        ask(1, struct.pack('<IHH16sII', 0x44434155, 1, 1, os.urandom(16), 0, 0))
        ask(11, struct.pack('<II', 0, 0))
        ask(11, struct.pack('<II', 1, 0))
        ask(4, struct.pack('<64s64s', sys.argv[2].encode(), b'isolate_strategy') + b'5')
        ask(11, struct.pack('<II', 0, 0))
        """;

    [Fact]
    public void Another_user_reads_about_itself_only_and_writes_no_attributes()
    {
        Assert.SkipUnless(Libc.Geteuid() == 0, "only root can start a client of another user");
        using var daemon = new TestDaemon(options => options with { SocketMode = (UnixFileMode)0x1B6 });   // 0666
        File.SetUnixFileMode(Path.GetDirectoryName(daemon.SocketPath)!, (UnixFileMode)0x1ED);               // 0755
        string[] replies = Run(daemon.SocketPath, daemon.Null);
        Assert.Equal(5, replies.Length);
        Assert.StartsWith("0", replies[0], StringComparison.Ordinal);
        Assert.StartsWith("0", replies[1], StringComparison.Ordinal);
        Assert.StartsWith($"-{(int)Errno.EACCES} user {Nobody} may see its own queues (scope 0)", replies[2], StringComparison.Ordinal);
        Assert.StartsWith($"-{(int)Errno.EACCES} user {Nobody} may not write attributes", replies[3], StringComparison.Ordinal);
        Assert.StartsWith("0", replies[4], StringComparison.Ordinal);
        Assert.Equal(2, daemon.Log.Containing("EACCES").Length);   // and the audit log knows
    }

    [Fact]
    public void A_user_that_the_configuration_does_not_name_is_refused_though_the_socket_lets_it_in()
    {
        Assert.SkipUnless(Libc.Geteuid() == 0, "only root can start a client of another user");
        using var daemon = new TestDaemon(options => options with
        {
            SocketMode = (UnixFileMode)0x1B6,
            Limits = new DaemonLimits { AllowedUsers = new HashSet<uint> { 12345 } },
        });
        File.SetUnixFileMode(Path.GetDirectoryName(daemon.SocketPath)!, (UnixFileMode)0x1ED);
        string[] replies = Run(daemon.SocketPath, daemon.Null);
        Assert.StartsWith($"-{(int)Errno.EACCES} user {Nobody} is not in the daemon's list", replies[0], StringComparison.Ordinal);
    }

    private static string[] Run(string socket, string device)
    {
        string user = Nobody.ToString(System.Globalization.CultureInfo.InvariantCulture);
        var info = new ProcessStartInfo("python3", ["-c", Client, socket, device, user]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
