using System.Collections.Concurrent;

namespace WarpDrive;

/// <summary>Queues that would not stop, with the buffers that their devices may still write to: kept for the life of the process.</summary>
internal static class RetiredStripes
{
    private static readonly ConcurrentBag<object> s_kept = [];

    internal static int Count => s_kept.Count;

    internal static void Keep(object owner) => s_kept.Add(owner);
}
