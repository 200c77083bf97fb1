using System.Globalization;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Tool.Benchmarks.Partners;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Daemons;

/// <summary>The daemon that is measured: one that runs already, or one of its own, which ends with the benchmark.</summary>
internal sealed class BenchedDaemon : IDisposable
{
    private const string Program = "uacced";
    private const string Devices = "null=1,zip=1";

    private readonly PartnerProcess? _own;

    private BenchedDaemon(string socket, PartnerProcess? own)
    {
        Socket = socket;
        _own = own;
    }

    /// <summary>Path of its socket.</summary>
    internal string Socket { get; }

    /// <summary>Takes the one that listens at a socket, or starts one.</summary>
    /// <param name="socket">The socket; null to start one.</param>
    /// <exception cref="UserErrorException">There is no program to start, or it does not start.</exception>
    internal static BenchedDaemon Open(string? socket)
    {
        if (socket is not null)
        {
            return new BenchedDaemon(socket, null);
        }

        var own = new PartnerProcess("daemon", "--program", FindProgram(AppContext.BaseDirectory, Environment.GetEnvironmentVariable("PATH")), "--devices", Devices);
        try
        {
            return new BenchedDaemon(own.Hear(), own);
        }
        catch
        {
            own.Dispose();
            throw;
        }
    }

    /// <summary>Looks for the daemon's program: beside <c>wd</c>, then along the path.</summary>
    /// <param name="folder">Where <c>wd</c> is.</param>
    /// <param name="path">The variable PATH.</param>
    /// <exception cref="UserErrorException">It is nowhere.</exception>
    internal static string FindProgram(string folder, string? path)
    {
        foreach (string each in (string[])[folder, .. (path ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries)])
        {
            string program = Path.Combine(each, Program);
            if (File.Exists(program))
            {
                return program;
            }
        }

        throw new UserErrorException($"there is no {Program} beside wd or in PATH to start; name a running one with --socket");
    }

    /// <summary>The process that listens, as the kernel vouches for it.</summary>
    /// <exception cref="LinuxException">Nobody listens.</exception>
    internal int ReadPid()
    {
        using SafeFileHandle connection = Libc.SeqpacketConnect(Socket);
        return Libc.GetPeerCredentials(connection).Pid;
    }

    /// <summary>Processor time that a process has used, its own and the kernel's for it (proc(5), utime and stime).</summary>
    /// <param name="pid">The process.</param>
    /// <exception cref="UserErrorException">It cannot be seen.</exception>
    internal static TimeSpan ReadProcessorTime(int pid)
    {
        const int UserHertz = 100;   // sysconf(_SC_CLK_TCK): the same on every architecture of the runtime
        string path = $"/proc/{pid}/stat";
        string text;
        try
        {
            text = File.ReadAllText(path);
        }
        catch (IOException e)
        {
            throw new UserErrorException($"{path} cannot be read: {e.Message}");
        }

        string[] fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');   // the name may hold anything; field 3 is the first behind it
        long ticks = long.Parse(fields[11], CultureInfo.InvariantCulture) + long.Parse(fields[12], CultureInfo.InvariantCulture);
        return TimeSpan.FromSeconds((double)ticks / UserHertz);
    }

    /// <inheritdoc/>
    public void Dispose() => _own?.Dispose();
}
