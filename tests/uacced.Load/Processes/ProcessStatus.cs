using System.Globalization;

namespace WarpDrive.Daemon.Load.Processes;

/// <summary>What <c>/proc/PID/status</c> says.</summary>
internal static class ProcessStatus
{
    /// <summary>The value of a line, without the spaces around it.</summary>
    /// <param name="process">Process id.</param>
    /// <param name="name">E.g. <c>CapEff</c>.</param>
    internal static string Read(int process, string name)
    {
        string line = Assert.Single(File.ReadLines(string.Create(CultureInfo.InvariantCulture, $"/proc/{process}/status")), line => line.StartsWith(name + ":", StringComparison.Ordinal));
        return line[(name.Length + 1)..].Trim();
    }

    /// <summary>The only child of a process.</summary>
    internal static int ChildOf(int process) => Assert.Single(
        Directory.EnumerateDirectories("/proc").Select(folder => int.TryParse(Path.GetFileName(folder), NumberStyles.None, CultureInfo.InvariantCulture, out int id) ? id : 0),
        id => id != 0 && ParentOf(id) == process);

    private static int ParentOf(int process)
    {
        try
        {
            return int.Parse(Read(process, "PPid"), CultureInfo.InvariantCulture);
        }
        catch (IOException)
        {
            return 0;   // it has ended meanwhile
        }
    }
}
