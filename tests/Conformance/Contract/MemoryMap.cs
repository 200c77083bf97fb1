using System.Globalization;

namespace WarpDrive.Conformance.Contract;

/// <summary>What the kernel says about an address of this process.</summary>
internal static class MemoryMap
{
    /// <summary>The two-letter flags of the mapping that holds an address, from smaps (proc_pid_smaps(5)).</summary>
    public static string[] VmFlags(ulong address)
    {
        bool inside = false;
        foreach (string line in File.ReadLines("/proc/self/smaps"))
        {
            string first = line.Split(' ', 2)[0];
            string[] range = first.Split('-');
            if (range.Length == 2 && TryHex(range[0], out ulong begin) && TryHex(range[1], out ulong end))
            {
                inside = address >= begin && address < end;
            }
            else if (inside && first == "VmFlags:")
            {
                return line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..];
            }
        }

        throw new InvalidOperationException($"0x{address:x} is not mapped");
    }

    private static bool TryHex(string text, out ulong value) => ulong.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out value);
}
