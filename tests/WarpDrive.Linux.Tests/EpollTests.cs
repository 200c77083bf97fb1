using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Linux.Tests;

public sealed class EpollTests
{
    [Fact]
    public void Events_come_with_the_word_given_for_their_descriptor()
    {
        using SafeFileHandle epoll = Libc.EpollCreate();
        using SafeFileHandle one = Libc.Eventfd();
        using SafeFileHandle two = Libc.Eventfd();
        Libc.EpollAdd(epoll, one, Libc.EPOLLIN, 0x1111_2222_3333_4444);
        Libc.EpollAdd(epoll, two, Libc.EPOLLIN, ulong.MaxValue);
        var events = new EpollEvent[8];
        Assert.Equal(0, Libc.EpollWait(epoll, events, TimeSpan.Zero));
        Libc.EventfdSignal(one);
        Libc.EventfdSignal(two);
        Assert.Equal(2, Libc.EpollWait(epoll, events, TimeSpan.FromSeconds(10)));
        Assert.Equal((ulong[])[0x1111_2222_3333_4444, ulong.MaxValue], events.Take(2).Select(e => e.Data).Order());
        Assert.All(events.Take(2), e => Assert.Equal(Libc.EPOLLIN, e.Events));
        Assert.Equal(1, Libc.EpollWait(epoll, events.AsSpan(0, 1), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void One_that_is_told_once_is_armed_again_and_can_leave()
    {
        using SafeFileHandle epoll = Libc.EpollCreate();
        using SafeFileHandle fd = Libc.Eventfd();
        Libc.EpollAdd(epoll, fd, Libc.EPOLLIN | Libc.EPOLLONESHOT, 1);
        Libc.EventfdSignal(fd);
        var events = new EpollEvent[4];
        Assert.Equal(1, Libc.EpollWait(epoll, events, TimeSpan.FromSeconds(10)));
        Assert.Equal(0, Libc.EpollWait(epoll, events, TimeSpan.Zero));
        Libc.EpollModify(epoll, fd, Libc.EPOLLIN, 2);
        Assert.Equal(1, Libc.EpollWait(epoll, events, TimeSpan.FromSeconds(10)));
        Assert.Equal(2ul, events[0].Data);
        Libc.EpollRemove(epoll, fd);
        Assert.Equal(0, Libc.EpollWait(epoll, events, TimeSpan.Zero));
        Assert.Equal(Errno.ENOENT, Assert.Throws<LinuxException>(() => Libc.EpollModify(epoll, fd, Libc.EPOLLIN, 2)).Errno);
    }
}
