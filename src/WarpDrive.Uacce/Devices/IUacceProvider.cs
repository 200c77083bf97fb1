namespace WarpDrive.Uacce;

/// <summary>Finds devices and opens their queues: Embedded, Daemon or Kernel.</summary>
/// <remarks>Thread safe.</remarks>
public interface IUacceProvider : IDisposable
{
    /// <summary>Short lower-case name, e.g. <c>embedded</c>.</summary>
    string Name { get; }

    /// <summary>The devices there are now, in the provider's order.</summary>
    IReadOnlyList<UacceDevice> ListDevices();
}
