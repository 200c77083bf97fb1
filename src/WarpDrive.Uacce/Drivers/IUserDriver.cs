namespace WarpDrive.Uacce.Drivers;

/// <summary>A user driver: turns vendor-neutral requests into descriptors of one queue protocol.</summary>
public interface IUserDriver
{
    /// <summary>Name, as device names begin, e.g. <c>hisi_zip</c>.</summary>
    string Name { get; }

    /// <summary>Prefix of the api strings it speaks, e.g. <c>hisi_qm_v</c>.</summary>
    string ApiPrefix { get; }

    /// <summary>Higher wins when several drivers fit.</summary>
    int Priority { get; }

    /// <summary>Whether it can serve an algorithm on a device.</summary>
    /// <param name="device">The device.</param>
    /// <param name="algorithm">E.g. <c>gzip</c>.</param>
    /// <param name="reason">When not: why, for people.</param>
    bool Supports(DeviceInfo device, string algorithm, out string? reason);
}
