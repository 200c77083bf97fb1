using System.Collections.Concurrent;

namespace WarpDrive.Uacce.Core;

/// <summary>Staging chunks that no lease uses: all of them zero.</summary>
/// <remarks>Thread safe. A worker that serves more clients than it remembers leases for gets its memory here, warm, instead of from the kernel.</remarks>
internal static class StagingPool
{
    private const int Capacity = 64;

    private static readonly ConcurrentQueue<StagingChunk> s_free = new();

    /// <summary>A chunk of zeros.</summary>
    internal static StagingChunk Rent() => s_free.TryDequeue(out StagingChunk? chunk) ? chunk : new StagingChunk();

    /// <summary>Wipes a chunk and keeps it for the next lease, or lets it go when there are enough.</summary>
    internal static void Return(StagingChunk chunk)
    {
        chunk.Wipe();
        if (s_free.Count < Capacity)
        {
            s_free.Enqueue(chunk);
        }
    }
}
