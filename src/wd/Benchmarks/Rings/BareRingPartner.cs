using WarpDrive.Hisilicon.Null;

namespace WarpDrive.Tool.Benchmarks.Rings;

/// <summary>The serving side of a bare ring as a process.</summary>
internal static class BareRingPartner
{
    /// <summary>The line that lets it serve until the client clears the ring's word.</summary>
    internal const string Serve = "serve";

    /// <summary>Serves, whenever it is told to, until its input ends.</summary>
    /// <param name="path">Where the memory is.</param>
    /// <param name="size">Bytes of a descriptor, one of <see cref="QueueBenchmark.Sizes"/>.</param>
    internal static void Run(string path, int size)
    {
        if (size == WideNullDescriptor.SizeInBytes)
        {
            Run<WideNullDescriptor>(path);
        }
        else
        {
            Run<NullDescriptor>(path);
        }
    }

    private static void Run<TDescriptor>(string path)
        where TDescriptor : unmanaged
    {
        using var memory = BareRingMemory<TDescriptor>.Open(path);
        using var server = new BareRingServer<TDescriptor>(memory);
        while (Console.In.ReadLine() is Serve)   // the thread that spins is another, so that the end of the client is heard meanwhile
        {
            server.Wake();
        }
    }
}
