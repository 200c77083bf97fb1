using WarpDrive.Linux;
using WarpDrive.Testing;

namespace WarpDrive.Daemon.Tests;

public sealed class AuditLogTests
{
    private readonly ManualTime _time = new();
    private readonly ListLogger _logger = new();

    [Fact]
    public void A_user_that_causes_many_lines_gets_its_burst_and_then_its_rate()
    {
        AuditLog log = Create(new AuditOptions { UserBurst = 3, UserRate = 2, TotalBurst = 1000, TotalRate = 1000 });
        Refuse(log, uid: 7, times: 100);
        Assert.Equal(3, Lines(7));
        Assert.Equal(97, log.Suppressed);

        _time.Advance(TimeSpan.FromSeconds(1));
        Refuse(log, uid: 7, times: 100);
        Assert.Equal(5, Lines(7));
    }

    [Fact]
    public void What_was_left_out_is_told_with_the_next_line()
    {
        AuditLog log = Create(new AuditOptions { UserBurst = 1, UserRate = 1, TotalBurst = 1000, TotalRate = 1000 });
        Refuse(log, uid: 7, times: 5);
        Assert.Empty(_logger.Containing("left out"));
        Refuse(log, uid: 8, times: 1);
        Assert.Contains("4 lines left out", Assert.Single(_logger.Containing("left out")), StringComparison.Ordinal);
        _time.Advance(TimeSpan.FromSeconds(1));
        Refuse(log, uid: 8, times: 1);
        Assert.Single(_logger.Containing("left out"));
    }

    [Fact]
    public void One_user_does_not_crowd_another_out()
    {
        AuditLog log = Create(new AuditOptions { UserBurst = 10, UserRate = 1, TotalBurst = 20, TotalRate = 1 });
        Refuse(log, uid: 7, times: 1000);
        Refuse(log, uid: 8, times: 5);
        Assert.Equal(5, Lines(8));
    }

    [Fact]
    public void All_users_together_get_no_more_than_the_total()
    {
        AuditLog log = Create(new AuditOptions { UserBurst = 10, UserRate = 1, TotalBurst = 50, TotalRate = 5 });
        for (uint uid = 0; uid < 5000; uid++)
        {
            Refuse(log, uid, times: 2);
        }

        Assert.Equal(50, _logger.Containing("refused").Length);
        Assert.Equal(9950, log.Suppressed);
    }

    [Fact]
    public void More_users_than_have_room_share_a_bucket_until_others_have_been_quiet()
    {
        AuditLog log = Create(new AuditOptions { UserBurst = 2, UserRate = 1, TotalBurst = 1e6, TotalRate = 1e6 });
        for (uint uid = 0; uid < 300; uid++)
        {
            Refuse(log, uid, times: 1);
        }

        Assert.Equal(256 + 2, _logger.Containing("refused").Length);
        _time.Advance(TimeSpan.FromSeconds(10));
        Refuse(log, uid: 299, times: 1);
        Refuse(log, uid: 298, times: 1);
        Refuse(log, uid: 297, times: 1);
        Assert.Equal(256 + 2 + 3, _logger.Containing("refused").Length);
    }

    private AuditLog Create(AuditOptions options) => new(_logger, options, _time);

    private static void Refuse(AuditLog log, uint uid, int times)
    {
        for (int i = 0; i < times; i++)
        {
            log.Refused(new PeerCredentials(1, uid, 0), "OPEN", Errno.EDQUOT, "words");
        }
    }

    private int Lines(int uid) => _logger.Containing($"uid {uid} refused").Length;
}
