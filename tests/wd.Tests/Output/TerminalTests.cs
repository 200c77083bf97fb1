using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Output;

/// <summary>What a person at a terminal sees; script(1) is the terminal.</summary>
public sealed class TerminalTests
{
    [Fact]
    public void Compressed_data_is_not_written_to_a_terminal_unless_forced()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("a", SampleData.Text);

        ProcessResult refused = OnTerminal($"'{Wd.Path}' compress -c '{file}'");
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("not written to a terminal", refused.Text, StringComparison.Ordinal);

        ProcessResult forced = OnTerminal($"'{Wd.Path}' compress -f -c '{file}'");
        Assert.Equal(0, forced.ExitCode);
        Assert.Contains((byte)0x1f, forced.Output);
    }

    [Fact]
    public void Long_work_shows_how_far_it_is()
    {
        using var directory = new TemporaryDirectory();
        string file = directory.Write("watched", new byte[48 << 20]);

        ProcessResult result = OnTerminal($"'{Wd.Path}' compress -o /dev/null '{file}'");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("watched", result.Text, StringComparison.Ordinal);
        Assert.Contains('%', result.Text);
    }

    [Fact]
    public void Devices_are_drawn_as_a_table()
    {
        ProcessResult result = OnTerminal($"'{Wd.Path}' devices");

        Assert.Equal(0, result.ExitCode);
        Assert.Contains("hisi_zip-0", result.Text, StringComparison.Ordinal);   // in one piece, at 80 columns
        Assert.Contains("───", result.Text, StringComparison.Ordinal);
    }

    private static ProcessResult OnTerminal(string command) =>
        RealProgram.Try("script", null, "-qec", $"TERM=xterm LANG=C.UTF-8 COLUMNS=80 {command}", "/dev/null");
}
