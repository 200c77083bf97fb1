using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Uacce.Tests.Daemon;

/// <summary>The client against a daemon that is not there, refuses, lies, falls silent or dies.</summary>
[Collection("descriptors are counted")]
public sealed class DaemonProviderTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly string _path = FakeDaemon.NewPath();
    private readonly FakeDaemon _daemon;
    private readonly DaemonProvider _provider;
    private int _process = 1;

    public DaemonProviderTests()
    {
        _daemon = new FakeDaemon(_path);
        _provider = new DaemonProvider(new DaemonSettings(_path) { CurrentProcess = () => _process });
    }

    public void Dispose()
    {
        _provider.Dispose();
        _daemon.Dispose();
    }

    private QueueFile Open() => _provider.ListDevices().Single().Open(default);

    private static LinuxException Refusal(Action action) => Assert.Throws<LinuxException>(action);

    private static void Eventually(Func<bool> condition, string what) => Assert.True(SpinWait.SpinUntil(condition, s_long), what);

    private static int OpenMemories => Directory.GetFileSystemEntries("/proc/self/fd")
        .Count(static path => new FileInfo(path).LinkTarget?.Contains("memfd:fake", StringComparison.Ordinal) == true);

    [Fact]
    public void Devices_and_attributes_come_from_the_daemon()
    {
        UacceDevice device = _provider.ListDevices().Single();
        Assert.Equal((FakeDaemon.Device, "daemon"), (device.Name, device.Provider));
        Assert.Equal("hello\n", device.ReadAttribute("api"));
        Assert.True(_provider.SharesAddresses);
        Assert.Equal(1, _daemon.Connections);
    }

    [Fact]
    public void Without_a_daemon_the_words_say_where_it_was_sought_and_what_to_do()
    {
        string nowhere = FakeDaemon.NewPath();
        using var provider = new DaemonProvider(nowhere);
        LinuxException e = Refusal(() => provider.ListDevices());
        Assert.Equal(Errno.ENOENT, e.Errno);
        Assert.Contains(nowhere, e.Message, StringComparison.Ordinal);
        Assert.Contains("WD_SOCKET", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_version_says_which_would_do()
    {
        _daemon.Instead = static (type, request) => type == WireType.Hello
            ? FakeDaemon.Packet(FakeDaemon.Hello with { LowestVersion = 7, HighestVersion = 9 }, request, -(int)Errno.EPROTONOSUPPORT, "so be it"u8)
            : null;
        LinuxException e = Refusal(() => _provider.ListDevices());
        Assert.Equal(Errno.EPROTONOSUPPORT, e.Errno);
        Assert.Contains("versions 7 to 9", e.Message, StringComparison.Ordinal);
        Assert.Contains("this client 1 to 1", e.Message, StringComparison.Ordinal);
        Assert.Contains("so be it", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Pages_of_another_size_are_refused()
    {
        _daemon.Instead = static (type, request) => type == WireType.Hello ? FakeDaemon.Packet(FakeDaemon.Hello with { PageSize = 123 }, request) : null;
        Assert.Contains("123", Refusal(() => _provider.ListDevices()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Words_of_a_refusal_are_handed_on()
    {
        _daemon.Instead = static (type, request) => type == WireType.Open
            ? FakeDaemon.Packet(default(WireHeader), request, -(int)Errno.EDQUOT, "10 of 10 queues of user 5"u8)
            : null;
        LinuxException e = Refusal(() => Open());
        Assert.Equal(Errno.EDQUOT, e.Errno);
        Assert.Contains("10 of 10 queues of user 5", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData((int)WireType.Hello)]
    [InlineData((int)WireType.List)]
    [InlineData((int)WireType.Channel)]
    [InlineData((int)WireType.Open)]
    public void A_reply_that_is_cut_off_is_a_protocol_error_and_never_more(int type)
    {
        _daemon.Instead = (at, request) => (int)at == type ? FakeDaemon.Packet(default(WireHeader), request, behind: [1, 2, 3]) : null;
        Assert.Equal(Errno.EPROTO, Refusal(() => Open()).Errno);
        _daemon.Instead = static (_, _) => null;
        Open().Dispose();
    }

    [Fact]
    public void A_header_that_tells_another_length_ends_the_connection_and_the_next_call_makes_a_new_one()
    {
        _daemon.Instead = static (type, request) => type == WireType.Read ? new byte[20] : null;
        UacceDevice device = _provider.ListDevices().Single();
        Refusal(() => device.ReadAttribute("api"));
        _daemon.Instead = static (_, _) => null;
        Assert.Equal("hello\n", device.ReadAttribute("api"));
        Assert.True(_daemon.Connections > 1);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(9)]
    public void Descriptors_that_nobody_asked_for_are_refused_and_closed(int count)
    {
        UacceDevice device = _provider.ListDevices().Single();
        QueueFile file = device.Open(default);
        int before = OpenMemories;
        _daemon.Descriptors = type => type == WireType.Ioctl ? [.. Enumerable.Repeat(_daemon.Dus, count)] : null;
        Assert.Contains(Refusal(file.Start).Errno, new[] { Errno.EPROTO, Errno.ENXIO });
        Assert.Equal(before, OpenMemories);
        file.Dispose();
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void An_open_with_too_few_or_too_many_descriptors_is_refused(int count)
    {
        _daemon.Descriptors = type => type == WireType.Open ? [.. Enumerable.Repeat(_daemon.Dus, count)] : null;
        Assert.Equal(Errno.EPROTO, Refusal(() => Open()).Errno);
    }

    [Fact]
    public void Memory_that_could_shrink_is_refused_and_the_queue_closed()
    {
        SafeFileHandle file = _daemon.Keep(File.OpenHandle(
            Path.GetTempFileName(), FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, FileOptions.DeleteOnClose));
        RandomAccess.SetLength(file, 1 << 16);
        _daemon.Descriptors = type => type == WireType.Open ? [_daemon.Dus, file, _daemon.Event] : null;
        Assert.Equal(Errno.EPROTO, Refusal(() => Open()).Errno);
        Assert.Contains(WireType.Close, _daemon.Requests);
    }

    [Fact]
    public void Memory_that_is_too_small_is_refused_and_the_queue_closed()
    {
        _daemon.Instead = static (type, request) => type == WireType.Open ? FakeDaemon.Packet(FakeDaemon.Open with { CtlLength = 1 << 20 }, request) : null;
        Assert.Equal(Errno.EPROTO, Refusal(() => Open()).Errno);
        Assert.Contains(WireType.Close, _daemon.Requests);
    }

    [Theory]
    [InlineData(32, 0x80000000u)]    // MMIO
    [InlineData(36, 0u)]             // DUS
    [InlineData(36, 0xFFFFFFFFu)]
    [InlineData(40, 1023u)]          // CTL
    [InlineData(44, 0u)]             // depths
    [InlineData(44, 65537u)]
    [InlineData(48, 0u)]
    [InlineData(24, 128u)]           // slot
    [InlineData(72, 64u)]            // shifts
    [InlineData(80, 64u)]
    [InlineData(84, 64u)]
    public void What_makes_no_sense_in_the_reply_to_open_is_refused_and_the_queue_closed(int offset, uint value)
    {
        _daemon.Instead = (type, request) =>
        {
            if (type != WireType.Open)
            {
                return null;
            }

            byte[] packet = FakeDaemon.Packet(FakeDaemon.Open, request);
            MemoryMarshal.Write(packet.AsSpan(offset), value);
            return packet;
        };
        Assert.Equal(Errno.EPROTO, Refusal(() => Open()).Errno);
        Assert.Contains(WireType.Close, _daemon.Requests);
    }

    [Fact]
    public void A_silent_daemon_costs_the_patience_and_its_late_reply_is_nobody_elses()
    {
        var settings = new DaemonSettings(_path);
        using var provider = new DaemonProvider(settings);
        using QueueFile file = provider.ListDevices().Single().Open(default);
        byte[]? late = null;
        _daemon.Instead = (type, request) =>
        {
            late = FakeDaemon.Packet(default(WireHeader), request, behind: [9, 9]);
            return [];
        };
        byte[] argument = [1, 2];
        settings.DrainPatience = TimeSpan.FromMilliseconds(100);
        Assert.Equal(Errno.ETIMEDOUT, Refusal(() => file.Ioctl(77, argument)).Errno);
        Eventually(() => Volatile.Read(ref late) is not null, "the daemon has not heard the request");
        settings.DrainPatience = s_long;
        _daemon.Instead = (type, request) =>
        {
            _daemon.Instead = static (_, _) => null;
            _daemon.Send(late!);
            return null;
        };
        Assert.Equal(0, file.Ioctl(78, argument));
        Assert.Equal([1, 2], argument);   // its own reply, not the late one
    }

    [Fact]
    public async Task When_the_daemon_hangs_up_who_sleeps_is_woken_and_finds_the_queue_dead()
    {
        QueueFile file = Open();
        using RegionMapping dus = file.Map(RegionType.Dus, FakeDaemon.DusLength);
        file.Start();
        Assert.False(dus.IsDeviceGone);
        Task<bool> sleeper = Task.Factory.StartNew(() => file.Wait(s_long), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _daemon.HangUp();
        Assert.False(await sleeper.WaitAsync(s_long * 0.9));   // else the sleeper was left alone
        Eventually(() => dus.IsDeviceGone, "the mapping does not tell that the daemon is gone");
        Assert.True(FakeDaemon.IsReadable(file.EventDescriptor), "who waits on the descriptor is not woken");
        Assert.False(file.Poll());
        Assert.False(file.Wait(s_long));   // at once
        Assert.Equal(Errno.ENXIO, Refusal(file.Put).Errno);
        Assert.Equal(Errno.ENXIO, Refusal(() => file.Map(RegionType.Mmio, 4096)).Errno);
        Assert.Equal(Errno.EINVAL, Refusal(() => file.Map((RegionType)4, 4096)).Errno);
        file.Ring(FakeDaemon.DoorbellOffset, FakeDaemon.Doorbell(DoorbellLayout.SqTail, 1));
        dus.At<uint>(0) = 1;   // still mapped
        file.Dispose();
    }

    [Fact]
    public void A_daemon_that_was_restarted_is_found_again()
    {
        UacceDevice device = _provider.ListDevices().Single();
        using QueueFile file = device.Open(default);
        _daemon.HangUp();
        Assert.Equal(FakeDaemon.Device, _provider.ListDevices().Single().Name);
        Assert.Equal("hello\n", device.ReadAttribute("api"));
        using QueueFile second = device.Open(default);
        second.Start();
        Assert.Equal(Errno.ENXIO, Refusal(file.Start).Errno);
    }

    [Fact]
    public void Another_process_is_refused_before_the_socket_is_touched()
    {
        QueueFile file = Open();
        int before = _daemon.Requests.Count;
        _process = 2;
        Assert.Equal(Errno.EPERM, Refusal(file.Start).Errno);
        Assert.Equal(Errno.EPERM, Refusal(() => file.Map(RegionType.Dus, FakeDaemon.DusLength)).Errno);
        Assert.Equal(before, _daemon.Requests.Count);
        _process = 1;
        file.Start();
        file.Dispose();
    }

    [Fact]
    public void Reserved_memory_lies_where_the_daemon_was_told_and_is_not_inherited()
    {
        ulong told = 0;
        _daemon.Instead = (type, request) =>
        {
            told = type == WireType.Map ? MemoryMarshal.Read<MapRequest>(request).Address : told;
            return type == WireType.Open ? FakeDaemon.Packet(FakeDaemon.Open with { DeviceFlags = 0 }, request) : null;
        };
        _daemon.Descriptors = type => type == WireType.Map ? [_daemon.Memory(70_000)] : null;
        using QueueFile file = Open();
        RegionMapping memory = file.Map(RegionType.Ss, 70_000);
        Assert.Equal((70_000, told), (memory.Length, memory.Address));
        memory.Slice(0, 70_000).Fill(7);
        memory.Dispose();
        Assert.Contains(WireType.Unmap, _daemon.Requests);
    }

    [Fact]
    public void Reserved_memory_that_makes_no_sense_is_given_back()
    {
        _daemon.Instead = static (type, request) => type == WireType.Open ? FakeDaemon.Packet(FakeDaemon.Open with { DeviceFlags = 0 }, request) : null;
        using QueueFile file = Open();
        _daemon.Descriptors = type => type == WireType.Map ? [_daemon.Memory(4096)] : null;
        Assert.Equal(Errno.EPROTO, Refusal(() => file.Map(RegionType.Ss, 70_000)).Errno);
        _daemon.Descriptors = static _ => null;
        Assert.Equal(Errno.EPROTO, Refusal(() => file.Map(RegionType.Ss, 70_000)).Errno);
        Assert.Equal(2, _daemon.Requests.Count(type => type == WireType.Unmap));
    }

    [Fact]
    public void A_disposed_provider_ends_its_queues()
    {
        QueueFile file = Open();
        using RegionMapping dus = file.Map(RegionType.Dus, FakeDaemon.DusLength);
        _provider.Dispose();
        Assert.True(dus.IsDeviceGone);
        Assert.Throws<ObjectDisposedException>(() => _provider.ListDevices());
        file.Dispose();
    }

    [Fact]
    public void An_option_names_the_socket_before_the_default_does()
    {
        Assert.Equal("/somewhere/else.sock", DaemonSettings.PathOr("/somewhere/else.sock", environment: "/elsewhere"));
        Assert.Equal("/elsewhere", DaemonSettings.PathOr(null, environment: "/elsewhere"));
        Assert.Equal("/run/uacced/uacced.sock", DaemonSettings.PathOr(null, environment: null));
        Assert.Equal("/run/uacced/uacced.sock", DaemonSettings.PathOr(null, environment: ""));
    }
}
