namespace WarpDrive.Uacce.Drivers;

/// <summary>The user drivers of a library instance; picks one for a device and an algorithm.</summary>
/// <remarks>Immutable after construction, thread safe.</remarks>
public sealed class UserDriverRegistry
{
    private readonly IUserDriver[] _drivers;

    /// <summary>Takes the drivers; order does not matter.</summary>
    /// <param name="drivers">The drivers.</param>
    public UserDriverRegistry(IEnumerable<IUserDriver> drivers)
    {
        ArgumentNullException.ThrowIfNull(drivers);
        var sorted = new List<IUserDriver>();
        foreach (IUserDriver driver in drivers)
        {
            sorted.Insert(sorted.FindLastIndex(other => other.Priority >= driver.Priority) + 1, driver);   // behind its equals
        }

        _drivers = [.. sorted];
    }

    /// <summary>The drivers, best priority first.</summary>
    public IReadOnlyList<IUserDriver> Drivers => _drivers;

    /// <summary>The driver of highest priority that serves the algorithm on the device.</summary>
    /// <typeparam name="TDriver">Kind of driver wanted.</typeparam>
    /// <param name="device">The device.</param>
    /// <param name="algorithm">Algorithm name.</param>
    /// <param name="reason">When there is none: why, for people.</param>
    public TDriver? Find<TDriver>(DeviceInfo device, string algorithm, out string? reason)
        where TDriver : class, IUserDriver
    {
        ArgumentNullException.ThrowIfNull(device);
        reason = null;
        bool isListed = device.Supports(algorithm);
        foreach (IUserDriver driver in _drivers)
        {
            if (driver is not TDriver wanted || !device.Api.StartsWith(driver.ApiPrefix, StringComparison.Ordinal))
            {
                continue;
            }

            if (!device.Supports(driver.ListedAs(algorithm)))
            {
                continue;
            }

            isListed = true;
            if (driver.Supports(device, algorithm, out string? why))
            {
                return wanted;
            }

            reason ??= why;
        }

        reason ??= isListed ? $"no user driver speaks {device.Api} for {algorithm}" : $"{device.Name} does not offer {algorithm}";
        return null;
    }
}
