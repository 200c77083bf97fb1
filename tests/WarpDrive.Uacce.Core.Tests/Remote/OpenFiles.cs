namespace WarpDrive.Uacce.Core.Tests.Remote;

/// <summary>What this process has open of the memory and descriptors that queues are made of.</summary>
internal static class OpenFiles
{
    /// <summary>Descriptors that are memory of a device, and mappings of such memory.</summary>
    public static (int Descriptors, int Mappings) Of(string device)
    {
        int descriptors = 0;
        foreach (string entry in Directory.GetFileSystemEntries("/proc/self/fd"))
        {
            descriptors += Target(entry).Contains($"memfd:{device} ", StringComparison.Ordinal) ? 1 : 0;
        }

        int mappings = File.ReadLines("/proc/self/maps").Count(line => line.Contains($"memfd:{device} ", StringComparison.Ordinal));
        return (descriptors, mappings);
    }

    /// <summary>All descriptors.</summary>
    public static int Count() => Directory.GetFileSystemEntries("/proc/self/fd").Length;

    private static string Target(string entry)
    {
        try
        {
            return File.ResolveLinkTarget(entry, returnFinalTarget: false)?.Name ?? "";
        }
        catch (FileNotFoundException)
        {
            return "";   // closed since it was listed
        }
    }
}
