namespace WarpDrive.Uacce.Core;

/// <summary>What the core gives to a device's end of a queue at open.</summary>
/// <param name="Dus">The DUS region, zeroed.</param>
/// <param name="Ctl">The CTL region.</param>
/// <param name="AddressSpace">The opener's memory.</param>
/// <param name="Events">Where completion events go.</param>
public sealed record DeviceQueueSetup(RegionMemory Dus, RegionMemory Ctl, AddressSpace AddressSpace, ICompletionEvents Events);
