using System.Collections.Concurrent;
using System.Diagnostics;
using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Compression;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Tests.Daemon;

/// <summary>Devices that go while a daemon and its clients go on, and others that come.</summary>
public sealed class ReplacedDeviceTests
{
    private const int Threads = 8;
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Calls_during_a_removal_are_right_or_lost_and_the_device_that_comes_is_used(bool sva, bool hasSameName)
    {
        using var daemon = new LocalDaemon(sva);
        RegisteredDevice old = daemon.Registry.Devices.Single(IsZip);
        byte[] data = TestData.Mixed(20_000);
        using var accelerators = new Accelerators(daemon.Options with { OnlyProvider = "daemon", DaemonReattach = s_long, Deadline = s_long });
        using var compressor = new Compressor(null, accelerators);
        using var stop = new CancellationTokenSource();
        var lost = new ConcurrentQueue<CompressionException>();
        long[] right = new long[Threads];
        Task[] users = [.. Enumerable.Range(0, Threads).Select(i => Task.Factory.StartNew(() => Use(i), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))];
        EachDoesMore(2);
        daemon.Registry.Remove(old);
        if (!hasSameName)
        {
            daemon.Registry.Add(SoftwareDevices.Create(SoftwareDevices.Null, new QmDeviceOptions()));   // takes the number that got free
        }

        RegisteredDevice next = daemon.Registry.Add(SoftwareDevices.Create(SoftwareDevices.Zip, new QmDeviceOptions()));
        Assert.Equal(hasSameName, old.Name == next.Name);
        EachDoesMore(4);   // the first of them may have begun before the removal
        await stop.CancelAsync();
        await Task.WhenAll(users).WaitAsync(s_long);
        Assert.All(lost, thrown => Assert.True(thrown.Status is RequestStatus.DeviceLost or RequestStatus.NoDevice, thrown.ToString()));
        using var observer = new DaemonProvider(daemon.SocketPath);
        long served = DaemonStatistics.Parse(observer.ReadStatistics(all: true)).Devices.Single(device => device.Name == next.Name).Work!.Requests;
        Assert.True(served >= 3 * Threads, $"the new device has served {served} requests");

        void Use(int thread)
        {
            byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)];
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    CompressionResult result = compressor.Compress(data, room);
                    Assert.Equal(data, TestData.ReferenceDecode(room.AsSpan(0, result.BytesWritten), CompressionFormat.Gzip));
                    Interlocked.Increment(ref right[thread]);
                }
                catch (CompressionException e)
                {
                    lost.Enqueue(e);
                }
            }
        }

        void EachDoesMore(int calls)
        {
            long[] wanted = [.. Enumerable.Range(0, Threads).Select(i => Interlocked.Read(ref right[i]) + calls)];
            long start = Stopwatch.GetTimestamp();
            var spin = new SpinWait();
            while (Enumerable.Range(0, Threads).Any(i => Interlocked.Read(ref right[i]) < wanted[i]))
            {
                Task? ended = users.FirstOrDefault(user => user.IsCompleted);
                Assert.True(ended is null, ended?.Exception?.ToString());
                Assert.True(Stopwatch.GetElapsedTime(start) < s_long, lost.TryPeek(out CompressionException? last) ? last.ToString() : "a thread gets no result");
                spin.SpinOnce();
            }
        }
    }

    private static bool IsZip(RegisteredDevice device) => device.Name.StartsWith("hisi_zip", StringComparison.Ordinal);
}
