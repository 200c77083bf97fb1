using WarpDrive.Uacce;
using WarpDrive.Uacce.Drivers;

namespace WarpDrive;

/// <summary>A device that can serve an algorithm, and the driver to use it with.</summary>
internal sealed record Candidate(UacceDevice Device, DeviceInfo Info, IUserDriver Driver);
