using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>The one place of the library that names a vendor: its user drivers, and the software devices of the Embedded provider.</summary>
internal static class HisiliconRegistration
{
    internal static IEnumerable<IUserDriver> CreateDrivers() => [];

    internal static IUacceProvider? CreateEmbedded(EmbeddedOptions options)
    {
        _ = options;
        return null;
    }
}
