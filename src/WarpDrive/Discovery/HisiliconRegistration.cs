using WarpDrive.Hisilicon.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>The one place of the library that names a vendor: its user drivers, and the software devices of the Embedded provider.</summary>
internal static class HisiliconRegistration
{
    internal static IEnumerable<IUserDriver> CreateDrivers() => [new ZipUserDriver()];

    internal static IUacceProvider? CreateEmbedded(EmbeddedOptions options)
    {
        if (options.Devices == 0)
        {
            return null;
        }

        var registry = new DeviceRegistry(new CoreOptions { WithoutSva = !options.Sva });
        for (int i = 0; i < options.Devices; i++)
        {
            registry.Add(new ZipDevice(new ZipDeviceOptions { Generation = options.HardwareVersion, Workers = options.Workers }));
        }

        return new EmbeddedProvider(registry, ownsRegistry: true);
    }
}
