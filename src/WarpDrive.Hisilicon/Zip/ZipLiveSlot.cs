using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>An engine that still holds a stream from its last request.</summary>
/// <remarks>
/// Found by address space, context address and the sequence word in the context, which is new after every request and never repeats in this
/// process: a context that was copied, restored, or served elsewhere in between is a miss, and the engine is rebuilt from the context.
/// </remarks>
/// <typeparam name="T">The engine.</typeparam>
internal sealed class ZipLiveSlot<T>
    where T : class
{
    private static ulong s_sequence = (ulong)Random.Shared.NextInt64() << 1;

    private AddressSpace? _space;
    private ulong _context;
    private ulong _sequence;

    /// <summary>The engine, once there is one.</summary>
    internal T? Engine { get; set; }

    /// <summary>Larger is more recently used.</summary>
    internal long LastUse { get; set; }

    /// <summary>A sequence word that no context had before.</summary>
    internal static ulong NextSequence() => Interlocked.Increment(ref s_sequence);

    /// <summary>Whether the engine continues this stream.</summary>
    internal bool Holds(AddressSpace space, ulong context, ulong sequence) =>
        ReferenceEquals(_space, space) && _context == context && _sequence == sequence;

    /// <summary>The engine now stands behind the request that wrote this sequence word.</summary>
    internal void Keep(AddressSpace space, ulong context, ulong sequence)
    {
        _space = space;
        _context = context;
        _sequence = sequence;
    }

    /// <summary>The engine holds no stream.</summary>
    internal void Forget() => _space = null;
}
