using WarpDrive.Hisilicon;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Daemon;

/// <summary>Which software devices the daemon has.</summary>
internal sealed record DeviceSettings
{
    /// <summary>Most devices of one kind.</summary>
    internal const int MostOfAKind = 64;

    /// <summary>How many of each kind of <see cref="SoftwareDevices.Kinds"/>.</summary>
    internal IReadOnlyDictionary<string, int> Counts { get; init; } = SoftwareDevices.DefaultKinds.ToDictionary(kind => kind, _ => 1);

    /// <summary>Worker threads of each device, 1…256; a null device has one in any case.</summary>
    internal int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>How far workers may lower their nice value, −20…0.</summary>
    internal int WorkerNice { get; init; } = -16;   // twice the share of 16 clients

    /// <summary>Queues of each device, 1…1024.</summary>
    internal int Instances { get; init; } = 1024;

    /// <summary>2 or 3.</summary>
    internal int HardwareVersion { get; init; } = 3;

    /// <summary>Whether clients may share their addresses.</summary>
    internal bool Sva { get; init; } = true;

    /// <summary>Makes them, in the order of their kinds.</summary>
    /// <param name="registry">Takes them.</param>
    internal void AddTo(DeviceRegistry registry)
    {
        foreach (string kind in SoftwareDevices.Kinds)
        {
            for (int i = 0; i < Counts.GetValueOrDefault(kind); i++)
            {
                registry.Add(SoftwareDevices.Create(kind, new QmDeviceOptions { Generation = HardwareVersion, Workers = WorkersOf(kind), Instances = Instances }));
            }
        }
    }

    // To hand a request of a null device to another worker takes longer than the request.
    private int WorkersOf(string kind) => kind == SoftwareDevices.Null ? 1 : Workers;
}
