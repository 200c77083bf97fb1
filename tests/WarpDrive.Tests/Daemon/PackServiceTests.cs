using System.Diagnostics;
using System.IO.Compression;
using System.Runtime.InteropServices;

namespace WarpDrive.Tests.Daemon;

/// <summary>The sample of a service, beside a daemon that comes and goes.</summary>
public sealed partial class PackServiceTests : IDisposable
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromSeconds(60);

    private readonly string _directory = Directory.CreateTempSubdirectory("wd").FullName;
    private readonly byte[] _data = TestData.Mixed(3_000_000, 40);

    private Process? _service;

    public void Dispose()
    {
        if (_service is { HasExited: false })
        {
            _service.Kill();   // of a failed test
            _service.WaitForExit(s_deadline);
        }

        _service?.Dispose();
        Directory.Delete(_directory, recursive: true);
    }

    [Fact]
    public async Task It_packs_on_the_daemon_without_it_and_on_it_again()
    {
        using var daemon = new LocalDaemon();
        Process service = Start(daemon.SocketPath);
        Assert.Contains("daemon hisi_zip-", await Pack(service, "one"), StringComparison.Ordinal);
        daemon.End();
        Assert.Contains("embedded hisi_zip-", await Pack(service, "two"), StringComparison.Ordinal);
        daemon.Start();
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; !(await Pack(service, $"back-{i}")).Contains("daemon hisi_zip-", StringComparison.Ordinal); i++)
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < s_deadline, "the service did not go back to the daemon");
        }

        await Say(service, Path.Combine(_directory, "absent"));
        Assert.Contains("absent: failed: ", await Hear(service), StringComparison.Ordinal);
        service.StandardInput.Close();
        Assert.Equal(1, await End(service));   // of the file that was not there
    }

    [Fact]
    public async Task It_waits_for_a_daemon_when_it_may_use_nothing_else_and_ends_by_a_signal()
    {
        using var daemon = new LocalDaemon();
        Process service = Start(daemon.SocketPath, "--daemon-only");
        await Pack(service, "one");
        daemon.End();
        Task<string> packing = Pack(service, "two");
        daemon.Start();
        Assert.Contains("daemon hisi_zip-", await packing, StringComparison.Ordinal);
        Assert.Equal(0, kill(service.Id, 15));
        Assert.Equal("ended by a signal", await Hear(service));
        Assert.Equal(0, await End(service));
    }

    private Process Start(params string[] arguments)
    {
        // Signals that the runner ignores would be ignored by its children too.
        string program = Path.Combine(AppContext.BaseDirectory, "PackService");
        return _service = Process.Start(new ProcessStartInfo("env", ["--default-signal=INT,TERM", program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    private static async Task Say(Process service, string line)
    {
        await service.StandardInput.WriteLineAsync(line);
        await service.StandardInput.FlushAsync();
    }

    private static async Task<string> Hear(Process service) =>
        await service.StandardOutput.ReadLineAsync().WaitAsync(s_deadline) ?? throw new InvalidOperationException("the service ended");

    private static async Task<int> End(Process service)
    {
        await service.WaitForExitAsync().WaitAsync(s_deadline);
        return service.ExitCode;
    }

    private async Task<string> Pack(Process service, string name)
    {
        string path = Path.Combine(_directory, name);
        await File.WriteAllBytesAsync(path, _data);
        await Say(service, path);
        string answer = await Hear(service);
        Assert.True(File.Exists(path + ".gz"), answer);
        await using var gzip = new GZipStream(File.OpenRead(path + ".gz"), CompressionMode.Decompress);
        var back = new MemoryStream();
        await gzip.CopyToAsync(back);
        Assert.Equal(_data, back.ToArray());
        return answer;
    }

    [LibraryImport("libc")]
    private static partial int kill(int pid, int signal);
}
