using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Testing;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Uacce.Tests.Daemon;

/// <summary>What a ring, an arming, a poll and a wait leave in shared memory, step by step of uacced.md §4 and §5.</summary>
[Collection("descriptors are counted")]
public sealed class DaemonDoorbellTests : IDisposable
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(60);

    private readonly FakeDaemon _daemon = new(FakeDaemon.NewPath());
    private readonly DaemonProvider _provider;
    private readonly QueueFile _file;

    public DaemonDoorbellTests()
    {
        _provider = new DaemonProvider(_daemon.Path);
        _file = _provider.ListDevices().Single().Open(default);
        _file.Start();
    }

    public void Dispose()
    {
        _file.Dispose();
        _provider.Dispose();
        _daemon.Dispose();
    }

    private ref uint Ctl(int offset) => ref _daemon.Cell(_daemon.Ctl, offset);

    private ref uint Channel(int offset) => ref _daemon.Cell(_daemon.Channel, offset);

    private ulong Word(int offset) => MemoryMarshal.Read<ulong>(_daemon.View(_daemon.Channel)[offset..]);

    private void Ring(uint command, uint index, uint priority = 0) =>
        _file.Ring(FakeDaemon.DoorbellOffset, FakeDaemon.Doorbell(command, index, priority));

    private bool IsRaised => FakeDaemon.IsReadable(_file.EventDescriptor);

    private static bool Taken(SafeFileHandle descriptor) => Libc.EventfdClear(descriptor);

    [Fact]
    public void A_ring_that_a_worker_watches_only_moves_the_tail()
    {
        Ring(DoorbellLayout.SqTail, 3);
        Assert.Equal(3u, Ctl(CtlLayout.SqTail));
        Assert.Equal(0UL, Word(ChannelLayout.Summary));
        Assert.False(Taken(_daemon.Kick));
    }

    [Fact]
    public void A_ring_of_a_queue_that_was_let_go_is_announced_once()
    {
        Ctl(CtlLayout.Attention) = AttentionState.Announce;
        Ring(DoorbellLayout.SqTail, 1);
        Ring(DoorbellLayout.SqTail, 2);
        Assert.Equal(AttentionState.Watched, Ctl(CtlLayout.Attention));
        Assert.Equal(2UL, Word(ChannelLayout.Summary));
        Assert.Equal(1UL << (FakeDaemon.Slot - 64), Word(ChannelLayout.Ready + 8));
        Assert.Equal(0UL, Word(ChannelLayout.Ready));
        Assert.False(Taken(_daemon.Kick));   // a worker watches the channel
    }

    [Fact]
    public void An_announcement_to_a_channel_that_was_let_go_kicks_once()
    {
        Ctl(CtlLayout.Attention) = AttentionState.Announce;
        Channel(ChannelLayout.Attention) = AttentionState.Announce;
        Ring(DoorbellLayout.SqTail, 1);
        Assert.True(Taken(_daemon.Kick));
        Assert.Equal(AttentionState.Watched, Channel(ChannelLayout.Attention));
        Ctl(CtlLayout.Attention) = AttentionState.Announce;
        Ring(DoorbellLayout.SqTail, 2);
        Assert.False(Taken(_daemon.Kick));
    }

    [Fact]
    public void Rings_that_make_no_sense_or_come_while_stopped_move_nothing()
    {
        Ring(DoorbellLayout.SqTail, FakeDaemon.Depth);
        Ring(DoorbellLayout.CqHead, FakeDaemon.Depth);
        Ring(5, 1);
        _file.Ring(FakeDaemon.DoorbellOffset + 8, FakeDaemon.Doorbell(DoorbellLayout.SqTail, 1));
        _file.Ring(FakeDaemon.DoorbellOffset, FakeDaemon.Doorbell(DoorbellLayout.SqTail, 1) | 0x400);
        _file.Ring(FakeDaemon.DoorbellOffset, FakeDaemon.Doorbell(DoorbellLayout.SqTail, 1) + 1);
        _file.Put();
        Ring(DoorbellLayout.SqTail, 1);
        Assert.Equal(0u, Ctl(CtlLayout.SqTail));
        Assert.Equal(0u, Ctl(CtlLayout.CqHead));
        Assert.Equal(7, ((DaemonQueueFile)_file).Queue.DiscardedRings);
        _file.Start();
        Ring(DoorbellLayout.SqTail, 1);
        Assert.Equal(1u, Ctl(CtlLayout.SqTail));
    }

    [Fact]
    public void Poll_reports_each_completion_once_and_takes_the_event_back()
    {
        Ctl(CtlLayout.Arm) = 1;   // as START leaves it
        Assert.False(_file.Poll());
        Ctl(CtlLayout.Posted) = 2;
        Ctl(CtlLayout.Arm) = 0;
        _daemon.Raise();
        Assert.True(_file.Poll());
        Assert.False(IsRaised);
        Assert.False(_file.Poll());
        Ctl(CtlLayout.Posted) = 3;
        Assert.True(_file.Poll());
    }

    [Fact]
    public void An_event_that_is_written_late_is_taken_back_late()
    {
        Ctl(CtlLayout.Posted) = 1;
        Ctl(CtlLayout.Arm) = 0;   // the daemon took the arming, and has not written yet
        Assert.True(_file.Poll());
        Ring(DoorbellLayout.CqHead, 1, priority: 1);
        _daemon.Raise();
        Assert.False(_file.Poll());
        Assert.False(IsRaised);
        Assert.Equal(1u, Ctl(CtlLayout.Arm));
    }

    [Fact]
    public void Arming_by_the_doorbell_raises_the_event_when_something_was_posted_before()
    {
        Ring(DoorbellLayout.CqHead, 0, priority: 1);
        Assert.Equal(1u, Ctl(CtlLayout.Arm));
        Assert.False(IsRaised);
        Ctl(CtlLayout.Posted) = 1;
        Ring(DoorbellLayout.CqHead, 0, priority: 1);
        Assert.True(IsRaised);
        Assert.True(_file.Poll());
        Assert.False(IsRaised);
        Ring(DoorbellLayout.CqHead, 1, priority: 1);
        Assert.False(IsRaised);
    }

    [Fact]
    public void Arming_still_counts_right_when_the_number_of_completions_wraps()
    {
        ulong posted = 0;
        for (; posted <= uint.MaxValue - FakeDaemon.Depth; posted += FakeDaemon.Depth - 1)
        {
            Ring(DoorbellLayout.CqHead, (uint)(posted % FakeDaemon.Depth));
        }

        for (int round = 0; round < 4; round++)
        {
            Ring(DoorbellLayout.CqHead, (uint)(posted % FakeDaemon.Depth));
            Ctl(CtlLayout.Posted) = (uint)posted;
            Ring(DoorbellLayout.CqHead, (uint)(posted % FakeDaemon.Depth), priority: 1);
            Assert.False(IsRaised);
            Ctl(CtlLayout.Posted) = (uint)(posted + 1);
            Ring(DoorbellLayout.CqHead, (uint)(posted % FakeDaemon.Depth), priority: 1);
            Assert.True(IsRaised);
            Assert.True(_file.Poll());
            posted += FakeDaemon.Depth - 1;
        }

        Assert.True(posted > uint.MaxValue);
    }

    [Fact]
    public void Completions_given_back_before_they_count_as_posted_raise_nothing()
    {
        Ctl(CtlLayout.Posted) = 1;
        Ring(DoorbellLayout.CqHead, 3, priority: 1);   // two more were in the ring already
        Assert.Equal(1u, Ctl(CtlLayout.Arm));
        Assert.False(IsRaised);
        Ctl(CtlLayout.Posted) = 4;
        Ring(DoorbellLayout.CqHead, 3, priority: 1);
        Assert.True(IsRaised);
    }

    [Fact]
    public async Task A_sleeper_arms_and_is_woken_by_the_event()
    {
        Ctl(CtlLayout.Attention) = AttentionState.Announce;   // nobody is awake: no spinning
        Task<bool> sleeper = Task.Factory.StartNew(() => _file.Wait(s_long), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Assert.True(SpinWait.SpinUntil(() => Volatile.Read(ref Ctl(CtlLayout.Arm)) == 1, s_long));
        Ctl(CtlLayout.Posted) = 1;
        Volatile.Write(ref Ctl(CtlLayout.Arm), 0);
        _daemon.Raise();
        Assert.True(await sleeper.WaitAsync(s_long * 0.9));
    }

    [Fact]
    public async Task A_dead_queue_reports_nothing_and_wakes_who_sleeps()
    {
        Task<bool> sleeper = Task.Factory.StartNew(() => _file.Wait(s_long), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        Ctl(CtlLayout.Posted) = 0;
        Volatile.Write(ref Ctl(CtlLayout.State), QueueLife.Dead);
        _daemon.Raise();
        Assert.False(await sleeper.WaitAsync(s_long * 0.9));
        Ctl(CtlLayout.Posted) = 5;
        Assert.False(_file.Poll());
        Assert.False(_file.Wait(s_long));
    }

    [Fact]
    public async Task Who_sleeps_is_woken_when_the_daemon_lets_go_of_the_event()
    {
        Task<bool> sleeper = Task.Factory.StartNew(() => _file.Wait(s_long), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        _daemon.CloseEvent();
        Assert.False(await sleeper.WaitAsync(s_long * 0.9));
        Assert.True(IsRaised);
        Assert.False(_file.Wait(s_long));
    }

    [Fact]
    public void Rings_polls_and_armings_allocate_nothing()
    {
        Once(0);
        Assert.Equal(0, Allocations.Least(1000, Once));

        void Once(int call)
        {
            Ring(DoorbellLayout.SqTail, (uint)call % FakeDaemon.Depth);
            Ring(DoorbellLayout.CqHead, (uint)call % FakeDaemon.Depth, (uint)call & 1);
            _file.Poll();
        }
    }
}
