using System.Diagnostics;
using WarpDrive.Tests.Fakes;
using WarpDrive.Uacce;

namespace WarpDrive.Tests;

/// <summary>When a caller looks again before it sleeps.</summary>
public sealed class BriefLooksTests
{
    private static FakeQueueFile File() => new(new FakeDevice("fake-0"), QueueDriving.Served);

    [Fact]
    public void Looking_ends_by_itself()
    {
        using FakeQueueFile file = File();
        long start = Stopwatch.GetTimestamp();
        var looks = new BriefLooks(start, usual: 0);
        while (looks.TryPause(file))
        {
            Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromSeconds(20), "looks for ever");
        }

        Assert.False(looks.TryPause(file));
    }

    [Fact]
    public void A_queue_that_nobody_attends_to_is_slept_on_at_once()
    {
        using FakeQueueFile file = File();
        file.Attended = false;
        var looks = new BriefLooks(Stopwatch.GetTimestamp(), usual: 0);
        Assert.False(looks.TryPause(file));
    }

    [Fact]
    public void Waits_that_are_usually_long_are_slept_from_their_beginning()
    {
        using FakeQueueFile file = File();
        var looks = new BriefLooks(Stopwatch.GetTimestamp(), usual: Stopwatch.Frequency / 1000);
        Assert.False(looks.TryPause(file));
    }
}
