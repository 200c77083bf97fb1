using System.Diagnostics;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux.Tests;

public sealed class EventfdTests
{
    [Fact]
    public void A_signal_makes_the_descriptor_readable_until_it_is_cleared()
    {
        using SafeFileHandle fd = Libc.Eventfd();
        Assert.Equal(0, Look(fd, TimeSpan.Zero));
        Assert.False(Libc.EventfdClear(fd));
        Libc.EventfdSignal(fd);
        Libc.EventfdSignal(fd);
        Assert.Equal(1, Look(fd, TimeSpan.FromSeconds(10)));
        Assert.True(Libc.EventfdClear(fd));
        Assert.Equal(0, Look(fd, TimeSpan.Zero));
    }

    [Fact]
    public void A_wait_without_a_signal_lasts_as_long_as_asked()
    {
        using SafeFileHandle fd = Libc.Eventfd();
        long start = Stopwatch.GetTimestamp();
        Assert.Equal(0, Look(fd, TimeSpan.FromMilliseconds(20)));
        Assert.True(Stopwatch.GetElapsedTime(start) >= TimeSpan.FromMilliseconds(19));
    }

    [Fact]
    public void Entries_with_a_negative_descriptor_are_passed_over()
    {
        using SafeFileHandle fd = Libc.Eventfd();
        Libc.EventfdSignal(fd);
        Span<PollFd> entries = [new PollFd { Fd = -1, Events = Libc.POLLIN }, new PollFd { Fd = (int)fd.DangerousGetHandle(), Events = Libc.POLLIN }];
        Assert.Equal(1, Libc.Poll(entries, TimeSpan.Zero));
        Assert.Equal(0, entries[0].Returned);
        Assert.Equal(Libc.POLLIN, entries[1].Returned);
    }

    private static int Look(SafeFileHandle fd, TimeSpan timeout)
    {
        Span<PollFd> entry = [new PollFd { Fd = (int)fd.DangerousGetHandle(), Events = Libc.POLLIN }];
        return Libc.Poll(entry, timeout);
    }
}
