using System.Globalization;

namespace WarpDrive.Engines.Native;

/// <summary>Finds the file that a loaded function came from, for reports.</summary>
internal static class LoadedModule
{
    /// <summary>Looks <paramref name="address"/> up in the mappings of this process (proc_pid_maps(5)).</summary>
    /// <returns>The path, or an empty string when the kernel does not tell.</returns>
    internal static string PathOf(nint address)
    {
        try
        {
            foreach (string line in File.ReadLines("/proc/self/maps"))
            {
                int dash = line.IndexOf('-', StringComparison.Ordinal);
                int space = line.IndexOf(' ', StringComparison.Ordinal);
                int slash = line.IndexOf('/', StringComparison.Ordinal);
                if (slash > 0
                    && ulong.TryParse(line.AsSpan(0, dash), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong start)
                    && ulong.TryParse(line.AsSpan(dash + 1, space - dash - 1), NumberStyles.HexNumber, CultureInfo.InvariantCulture, out ulong end)
                    && (ulong)address >= start && (ulong)address < end)
                {
                    return line[slash..];
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A path is a courtesy of the report; the engine works without it.
        }

        return "";
    }

    /// <summary>The version at the end of a shared library's file name: "2.0.30" of "libisal.so.2.0.30"; empty when there is none.</summary>
    internal static string VersionOf(string path)
    {
        const string Mark = ".so.";
        int at = path.LastIndexOf(Mark, StringComparison.Ordinal);
        return at < 0 ? "" : path[(at + Mark.Length)..];
    }
}
