using System.Globalization;
using System.Text;

namespace WarpDrive.Daemon;

/// <summary>What a process calls itself.</summary>
internal static class ProcessName
{
    private const int Longest = 15;   // TASK_COMM_LEN − 1; names of threads may change, lengths may not

    /// <summary>The name of a process, without what could look like something else in tables and logs; <c>?</c> when it cannot be told.</summary>
    internal static string Read(int pid)
    {
        try
        {
            return Clean(File.ReadAllBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/{pid}/comm")));   // proc_pid_comm(5)
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "?";   // gone, hidden, or no /proc
        }
    }

    /// <summary>Text of a name that anybody may have chosen.</summary>
    internal static string Clean(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes.TrimEnd((byte)'\n');
        string text = Encoding.UTF8.GetString(bytes[..Math.Min(bytes.Length, Longest)]);
        var clean = new StringBuilder(text.Length);
        foreach (Rune rune in text.EnumerateRunes())
        {
            bool shows = !Rune.IsControl(rune) && Rune.GetUnicodeCategory(rune) is not (
                UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse);
            clean.Append(shows ? rune.ToString() : "?");
        }

        return clean.Length == 0 ? "?" : clean.ToString();
    }
}
