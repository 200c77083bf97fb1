using System.Globalization;
using Microsoft.Extensions.Logging;

namespace WarpDrive.Daemon.Tests;

public sealed class StderrLoggerTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly StringWriter _output = new(CultureInfo.InvariantCulture);

    [Fact]
    public void A_message_is_one_line_with_time_and_level_whatever_is_in_it()
    {
        Log(false, LogLevel.Information, logger => DaemonLog.LimitsRefused(logger, "a\nb\u001b[2Jc\r"));
        Assert.Equal("1970-01-01T00:00:00.000Z err  limits stay as they are: a b [2Jc \n", _output.ToString());
    }

    [Fact]
    public void The_journal_gets_the_level_as_a_number_and_no_time()
    {
        Log(true, LogLevel.Information, DaemonLog.Ended);
        Assert.Equal("<6>ended\n", _output.ToString());
    }

    [Fact]
    public void What_is_below_the_level_is_left_out()
    {
        Log(true, LogLevel.Error, DaemonLog.Ended);
        Assert.Equal("", _output.ToString());
    }

    [Fact]
    public void Lines_of_one_kind_are_limited_and_counted_and_leave_room_for_others()
    {
        Log(true, LogLevel.Information, logger =>
        {
            for (int i = 0; i < 1500; i++)
            {
                DaemonLog.LimitsChanged(logger);
            }

            DaemonLog.Ended(logger);
            _time.Advance(TimeSpan.FromSeconds(1));
            DaemonLog.LimitsChanged(logger);
        });
        string[] lines = _output.ToString().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(1002, lines.Length);
        Assert.Equal("<6>ended", lines[1000]);
        Assert.Equal("<6>limits changed (500 lines like this left out before it)", lines[1001]);
    }

    public void Dispose() => _output.Dispose();

    private void Log(bool journal, LogLevel level, Action<ILogger> say)
    {
        using var factory = new StderrLoggerFactory(_output, level, journal, _time);
        say(factory.CreateLogger("test"));
    }
}
