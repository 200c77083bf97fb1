namespace WarpDrive.Linux.Tests;

public sealed class PriorityTests
{
    [Fact]
    public void A_nice_value_is_that_of_one_thread()
    {
        int own = Libc.NiceOfThisThread();
        Assert.SkipUnless(own < Libc.HighestNice, "this process has the highest nice value already");
        Errno error = Errno.EIO;
        int seen = 0;
        var thread = new Thread(() =>
        {
            error = Libc.TrySetNiceOfThisThread(own + 1);   // higher is allowed to everybody
            seen = Libc.NiceOfThisThread();
        });
        thread.Start();
        Assert.True(thread.Join(TimeSpan.FromSeconds(30)));

        Assert.Equal(Errno.None, error);
        Assert.Equal(own + 1, seen);
        Assert.Equal(own, Libc.NiceOfThisThread());
    }
}
