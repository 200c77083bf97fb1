using WarpDrive.Hisilicon.Null;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>A client of a daemon.</summary>
/// <param name="Kind">What it does.</param>
/// <param name="Socket">Path of the daemon's socket.</param>
/// <param name="Depth">Requests in flight.</param>
/// <param name="Size">Bytes of a buffer, where there is one.</param>
/// <param name="Waits">How it waits; a hostile one sleeps.</param>
internal sealed record ClientSettings(ClientKind Kind, string Socket, int Depth, int Size, ClientWaits Waits = ClientWaits.Look)
{
    /// <summary>Opens a queue for the work.</summary>
    /// <param name="provider">The daemon.</param>
    /// <exception cref="UserErrorException">It has no such device.</exception>
    internal IClientWork Start(DaemonProvider provider)
    {
        UacceDevice device = FindDevice(provider, Kind is ClientKind.Null or ClientKind.HostileNull);
        return Kind switch
        {
            ClientKind.Null => new NullWork(device, Depth, Waits),
            ClientKind.Zip => new ZipWork(device, Depth, Size, Waits),
            _ => new HostileWork(device, Depth, Size),
        };
    }

    /// <summary>The first device of a kind.</summary>
    /// <param name="provider">The daemon.</param>
    /// <param name="isNull">A null device; else one that compresses.</param>
    /// <exception cref="UserErrorException">There is none.</exception>
    internal static UacceDevice FindDevice(DaemonProvider provider, bool isNull)
    {
        foreach (UacceDevice device in provider.ListDevices())
        {
            if (device.ReadInfo().Supports(isNull ? NullDevice.Algorithm : "deflate"))
            {
                return device;
            }
        }

        throw new UserErrorException($"the daemon at {provider.SocketPath} has no {(isNull ? "null" : "compression")} device; its configuration can name one");
    }
}
