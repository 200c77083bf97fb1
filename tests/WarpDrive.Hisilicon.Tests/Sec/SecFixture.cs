using WarpDrive.Hisilicon.Sec;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Sec;

/// <summary>A SEC device in the real core, in this process, and memory for requests.</summary>
internal sealed class SecFixture : IDisposable
{
    private readonly DeviceRegistry _registry;
    private readonly EmbeddedProvider _provider;
    private readonly RegisteredDevice _registered;
    private readonly int _spoken;

    /// <param name="generation">Of the device.</param>
    /// <param name="sva">The device shares addresses.</param>
    /// <param name="spoken">Generation that the driver is told; 0 the device's.</param>
    internal SecFixture(int generation, bool sva = true, int spoken = 0)
    {
        _spoken = spoken;
        _registry = new DeviceRegistry(new CoreOptions { WithoutSva = !sva });
        Device = new SecDevice(new SecDeviceOptions { Generation = generation });
        _registered = _registry.Add(Device);
        _provider = new EmbeddedProvider(_registry);
        Arena = new Arena(4 << 20);
    }

    internal Arena Arena { get; }

    internal SecDevice Device { get; }

    /// <summary>What its queues did.</summary>
    internal QueueCounters Counters => _registered.Counters.Queues;

    internal DigestQueue Digests(QueueDriving driving, QueueOptions? options = null) =>
        SecUserDriver.OpenDigests(Info, Open(driving), options ?? new QueueOptions());

    internal CipherQueue Ciphers(QueueDriving driving) => SecUserDriver.OpenCiphers(Info, Open(driving), new QueueOptions());

    internal AeadQueue Aeads(QueueDriving driving) => SecUserDriver.OpenAeads(Info, Open(driving), new QueueOptions());

    /// <summary>Cuts a range into pieces of changing lengths.</summary>
    internal static ScatterSegment[] Cut(ulong address, int length, Random random)
    {
        var pieces = new List<ScatterSegment>();
        while (length > 0)
        {
            int piece = Math.Min(length, random.Next(40));
            pieces.Add(new ScatterSegment(piece == 0 ? 0 : address, piece));
            address += (uint)piece;
            length -= piece;
        }

        return [.. pieces];
    }

    internal static byte[] Bytes(Random random, int length)
    {
        byte[] bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }

    public void Dispose()
    {
        _provider.Dispose();
        _registry.Dispose();
        Arena.Dispose();
    }

    private DeviceInfo Info
    {
        get
        {
            DeviceInfo info = _provider.ListDevices()[0].ReadInfo();
            return _spoken == 0 ? info : info with { Api = $"hisi_qm_v{_spoken}" };
        }
    }

    private QueueFile Open(QueueDriving driving) => _provider.ListDevices()[0].Open(new QueueOpenOptions(driving));
}
