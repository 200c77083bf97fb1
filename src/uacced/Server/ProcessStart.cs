using System.Globalization;

namespace WarpDrive.Daemon;

/// <summary>When a process began.</summary>
internal static class ProcessStart
{
    /// <summary>Clock ticks between the start of the machine and that of the process; 0 when this process may not know. Tells a recycled pid from the old one.</summary>
    internal static ulong Read(int pid)
    {
        try
        {
            // proc_pid_stat(5): field 22; the name in field 2 may contain anything, also spaces and parentheses.
            string stat = File.ReadAllText(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/stat"));
            string[] fields = stat[(stat.LastIndexOf(')') + 1)..].Split(' ', StringSplitOptions.RemoveEmptyEntries);
            return fields.Length > 19 && ulong.TryParse(fields[19], NumberStyles.None, CultureInfo.InvariantCulture, out ulong start) ? start : 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return 0;   // hidepid, or no /proc
        }
    }
}
