using System.ComponentModel;
using System.Runtime.InteropServices;

namespace WarpDrive.LoadClient;

/// <summary>What the daemon may see of this process.</summary>
internal static class Addresses
{
    private const int PR_SET_DUMPABLE = 4;   // linux/prctl.h

    /// <summary>Forbids everybody but root to look into this process, itself included: what keeps secrets does so.</summary>
    internal static void Hide()
    {
        if (prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0)
        {
            throw new Win32Exception();
        }
    }

    /// <summary>Prints for each device whether addresses are shared, as the library tells it.</summary>
    internal static void Tell(Accelerators accelerators)
    {
        foreach (DeviceStatus device in accelerators.ListDevices())
        {
            Console.WriteLine($"{device.Name} {device.Flags}: {device.WhyNoSharedAddresses ?? "addresses are shared"}");
        }
    }

    [DllImport("libc", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int prctl(int option, nuint argument, nuint third, nuint fourth, nuint fifth);
}
