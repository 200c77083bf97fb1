using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>The one place of the library that names a vendor: its user drivers, and the software devices of the Embedded provider.</summary>
internal static class HisiliconRegistration
{
    internal static IEnumerable<IUserDriver> CreateDrivers() => [new ZipUserDriver(), new SecUserDriver(), new HpreUserDriver()];

    internal static IUacceProvider? CreateEmbedded(EmbeddedOptions options, TimeSpan stopTimeout)
    {
        if (options.Devices == 0)
        {
            return null;
        }

        // The core gives a drain up before the library stops waiting for it, so that a device that hangs is known to be stopped.
        var registry = new DeviceRegistry(new CoreOptions { WithoutSva = !options.Sva, DrainTimeout = stopTimeout / 2 });
        for (int i = 0; i < options.Devices; i++)
        {
            foreach (string kind in options.Kinds)
            {
                registry.Add(SoftwareDevices.Create(kind, new QmDeviceOptions { Generation = options.HardwareVersion, Workers = options.Workers }));
            }
        }

        return new EmbeddedProvider(registry, ownsRegistry: true);
    }
}
