using System.Diagnostics;
using WarpDrive.Linux;

namespace WarpDrive.Daemon.Tests;

/// <summary>A client of another user than the daemon's. Needs root, which may become somebody else.</summary>
public sealed class OtherUserTests
{
    private const int Nobody = 65534;
    private const int Group = 12345;   // nobody else's

    // Becomes the user where the socket is, so that the directories above need no permission. HELLO, then requests; prints the status of each reply (uacced.md §2.1, §3).
    // Its own group is the fourth argument, those behind that are its supplementary ones.
    private const string Client = """
        import os, socket, struct, sys
        os.chdir(os.path.dirname(sys.argv[1]))
        os.setgroups([int(group) for group in sys.argv[5:]]); os.setgid(int(sys.argv[4])); os.setuid(int(sys.argv[3]))
        s = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        s.settimeout(60)
        try:
            s.connect(os.path.basename(sys.argv[1]))
        except OSError as e:
            print('connect', e.errno)
            sys.exit()
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

    [Fact]
    public void The_socket_belongs_to_the_group_that_was_named_and_lets_in_its_members_only()
    {
        Assert.SkipUnless(Libc.Geteuid() == 0, "only root can start a client of another user");
        using var daemon = new TestDaemon(options => options with { SocketMode = (UnixFileMode)0x1B0, SocketGroup = Group });   // 0660
        File.SetUnixFileMode(Path.GetDirectoryName(daemon.SocketPath)!, (UnixFileMode)0x1ED);
        ProcessStartInfo stat = new("stat", ["-c", "%g %a", daemon.SocketPath]) { RedirectStandardOutput = true };
        using Process asked = Process.Start(stat)!;
        Assert.Equal($"{Group} 660", asked.StandardOutput.ReadToEnd().Trim());
        Assert.StartsWith("0", Run(daemon.SocketPath, daemon.Null, Nobody, Group)[0], StringComparison.Ordinal);
        Assert.StartsWith("0", Run(daemon.SocketPath, daemon.Null, Group)[0], StringComparison.Ordinal);
        Assert.Equal([$"connect {(int)Errno.EACCES}"], Run(daemon.SocketPath, daemon.Null, Nobody, Group + 1));
    }

    [Fact]
    public void Members_of_an_allowed_group_are_served_and_others_refused_with_words()
    {
        Assert.SkipUnless(Libc.Geteuid() == 0, "only root can start a client of another user");
        using var daemon = new TestDaemon(options => options with
        {
            SocketMode = (UnixFileMode)0x1B6,
            Limits = new DaemonLimits { AllowedGroups = new HashSet<uint> { Group } },
        });
        File.SetUnixFileMode(Path.GetDirectoryName(daemon.SocketPath)!, (UnixFileMode)0x1ED);
        int[] many = [.. Enumerable.Range(Group - 99, 100)];   // more than the daemon has room for at first
        Assert.StartsWith("0", Run(daemon.SocketPath, daemon.Null, Nobody, Group)[0], StringComparison.Ordinal);
        Assert.StartsWith("0", Run(daemon.SocketPath, daemon.Null, Nobody, many)[0], StringComparison.Ordinal);
        Assert.StartsWith("0", Run(daemon.SocketPath, daemon.Null, Group)[0], StringComparison.Ordinal);
        Assert.StartsWith(
            $"-{(int)Errno.EACCES} user {Nobody} is not in the daemon's list", Run(daemon.SocketPath, daemon.Null, Nobody, many[..^1])[0], StringComparison.Ordinal);
    }

    private static string[] Run(string socket, string device, int group = Nobody, params int[] groups)
    {
        string[] numbers = [.. groups.Prepend(group).Prepend(Nobody).Select(number => number.ToString(System.Globalization.CultureInfo.InvariantCulture))];
        var info = new ProcessStartInfo("python3", ["-c", Client, socket, device, .. numbers]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using Process process = Process.Start(info)!;
        string output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(TimeSpan.FromSeconds(60)));
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
