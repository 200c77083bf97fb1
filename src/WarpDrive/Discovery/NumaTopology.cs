using System.Globalization;

namespace WarpDrive;

/// <summary>Distances between memory nodes, as the firmware tells them (uacce.md §11.1).</summary>
/// <remarks>Immutable, thread safe. A machine without the files has one node.</remarks>
internal sealed class NumaTopology
{
    /// <summary>Distance to a node that nobody knows; the bound at which uacce.md §11.1 starts its search.</summary>
    internal const int FarAway = 1024;

    private const string Nodes = "/sys/devices/system/node";
    private const string Processors = "/sys/devices/system/cpu";

    private readonly int[][] _distances;
    private readonly Func<int> _currentNode;

    internal NumaTopology(int[][] distances, Func<int> currentNode)
    {
        _distances = distances;
        _currentNode = currentNode;
    }

    /// <summary>This machine.</summary>
    internal static NumaTopology System { get; } = Read();

    /// <summary>Node of the processor that runs the caller; 0 when unknown.</summary>
    internal int CurrentNode => _currentNode();

    internal int Distance(int from, int to)
    {
        if ((uint)from < (uint)_distances.Length && (uint)to < (uint)_distances[from].Length)
        {
            return _distances[from][to];
        }

        return from == to ? 10 : FarAway;   // 10: what firmware tables say of a node and itself
    }

    private static NumaTopology Read()
    {
        var distances = new List<int[]>();
        for (int node = 0; ReadText($"{Nodes}/node{node}/distance") is string line; node++)
        {
            distances.Add([.. line.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : FarAway)]);
        }

        return new NumaTopology([.. distances], distances.Count > 1 ? NodeOfThisProcessor : static () => 0);
    }

    private static int NodeOfThisProcessor()
    {
        string directory = $"{Processors}/cpu{Thread.GetCurrentProcessorId()}";
        try
        {
            foreach (string link in Directory.EnumerateFileSystemEntries(directory, "node*"))
            {
                if (int.TryParse(Path.GetFileName(link.AsSpan())["node".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out int node))
                {
                    return node;
                }
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // Containers hide the files; every node is then as good as any other.
        }

        return 0;
    }

    private static string? ReadText(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path) : null;   // the end of the list is no reason to throw
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
