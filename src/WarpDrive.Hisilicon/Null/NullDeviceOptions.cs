using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Hisilicon.Null;

/// <summary>How a null device behaves, and misbehaves. Counts run over all queues of the device, from 1.</summary>
public sealed record NullDeviceOptions : QmDeviceOptions
{
    /// <summary>Time spent on each request; zero for none.</summary>
    public TimeSpan Delay { get; init; }
    /// <summary>How <see cref="Delay"/> is spent.</summary>
    public NullDelay DelayKind { get; init; }
    /// <summary>Whether the device starts stalled: nothing is taken until <see cref="NullDevice.ReleaseStall"/>.</summary>
    public bool IsStalled { get; init; }
    /// <summary>Every n-th request ends with <see cref="NullStatus.Failed"/>; 0 none.</summary>
    public int FailEvery { get; init; }
    /// <summary>Every n-th completion is wrong; 0 none.</summary>
    public int WrongCompletionEvery { get; init; }
    /// <summary>In which way.</summary>
    public NullWrongCompletion WrongCompletion { get; init; }
    /// <summary>The device dies in place of request n + 1: n complete, no more, and every queue is lost. Null: it lives.</summary>
    public int? DieAfter { get; init; }
    /// <summary>Most requests executed together, 1…1024.</summary>
    public int BatchLimit { get; init; } = 32;
    /// <summary>Bytes of a descriptor: <see cref="NullDescriptor.SizeInBytes"/>, or more, a power of two up to 4096; what follows the first 64 is echoed.</summary>
    public int DescriptorSize { get; init; } = NullDescriptor.SizeInBytes;
}
