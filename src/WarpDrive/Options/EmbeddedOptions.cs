using WarpDrive.Hisilicon;

namespace WarpDrive;

/// <summary>The software devices that a library instance brings along in its own process.</summary>
public sealed record EmbeddedOptions
{
    /// <summary>Devices of each kind (ZIP, SEC, HPRE), 0…64. More devices mean more queues, not more speed.</summary>
    public int Devices { get; init; } = 1;

    /// <summary>Worker threads of each device for served queues, 1…256; default: one per processor.</summary>
    public int Workers { get; init; } = Math.Clamp(Environment.ProcessorCount, 1, 256);

    /// <summary>Hardware generation to behave like: 2 or 3. Generation 2 has no raw deflate, no curves, and fewer cipher modes.</summary>
    public int HardwareVersion { get; init; } = 3;

    /// <summary>
    /// Whether the devices share the process's addresses. Without it every request is copied through memory reserved on its queue, as with
    /// hardware behind no IOMMU: for tests.
    /// </summary>
    public bool Sva { get; init; } = true;

    /// <summary>The kinds of devices: a program that needs one kind for a moment does without setting the others up.</summary>
    internal IReadOnlyList<string> Kinds { get; init; } = SoftwareDevices.DefaultKinds;
}
