using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Zip;

namespace WarpDrive.Hisilicon;

/// <summary>Makes device models by the short names that options and command lines use.</summary>
public static class SoftwareDevices
{
    /// <summary>Compression.</summary>
    public const string Zip = "zip";
    /// <summary>Ciphers and digests.</summary>
    public const string Sec = "sec";
    /// <summary>Public keys.</summary>
    public const string Hpre = "hpre";
    /// <summary>Does nothing, fast.</summary>
    public const string Null = "null";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> Kinds { get; } = [Zip, Sec, Hpre, Null];

    /// <summary>The kinds that a program gets when nobody says which.</summary>
    public static IReadOnlyList<string> DefaultKinds { get; } = [Zip, Sec, Hpre];

    /// <summary>Makes a device.</summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="options">What all of them can be told.</param>
    /// <exception cref="ArgumentException">There is no such kind, or an option is out of its range.</exception>
    public static QmDevice Create(string kind, QmDeviceOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return kind switch
        {
            Zip => new ZipDevice(Copy(options, new ZipDeviceOptions())),
            Sec => new SecDevice(Copy(options, new SecDeviceOptions())),
            Hpre => new HpreDevice(Copy(options, new HpreDeviceOptions())),
            Null => new NullDevice(Copy(options, new NullDeviceOptions())),
            _ => throw new ArgumentException($"there is no device of kind '{kind}'; there are {string.Join(", ", Kinds)}", nameof(kind)),
        };
    }

    private static T Copy<T>(QmDeviceOptions from, T to)
        where T : QmDeviceOptions => to with
        {
            Generation = from.Generation,
            Depth = from.Depth,
            Instances = from.Instances,
            Workers = from.Workers,
            Flags = from.Flags,
            NumaNode = from.NumaNode,
            IsVirtualFunction = from.IsVirtualFunction,
            HasIsolation = from.HasIsolation,
        };
}
