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

    /// <summary>The name under which devices list an algorithm: for many its own, for others that of its class (<c>cbc(aes)</c> is listed as <c>cipher</c>).</summary>
    /// <param name="algorithm">E.g. <c>gzip</c>.</param>
    string ListedAs(string algorithm) => algorithm;

    /// <summary>Whether it can serve an algorithm on a device that lists it.</summary>
    /// <param name="device">The device.</param>
    /// <param name="algorithm">E.g. <c>gzip</c>.</param>
    /// <param name="reason">When not: why, for people.</param>
    bool Supports(DeviceInfo device, string algorithm, out string? reason);
}
