using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>Digests of all messages, computed by a second opinion.</summary>
internal sealed class ExpectedDigests
{
    private readonly byte[][] _digests;

    /// <summary>Computes them.</summary>
    /// <param name="messages">The messages, one a batch.</param>
    /// <param name="opinion">Who computes.</param>
    internal ExpectedDigests(MessageSet messages, Contestant opinion)
    {
        _digests = new byte[messages.Sets][];
        for (int i = 0; i < _digests.Length; i++)
        {
            _digests[i] = opinion.Run(i) > 0 ? opinion.Output.ToArray() : [];
        }
    }

    /// <summary>Whether each task left the digest of the message that it hashed last.</summary>
    internal bool AreThoseOf(TaskLoad load)
    {
        ReadOnlySpan<byte> output = load.Output;
        for (int task = 0; !output.IsEmpty; task++)
        {
            if (!output[..load.HashSize].SequenceEqual(_digests[load.LastMessageOf(task)]))
            {
                return false;
            }

            output = output[load.HashSize..];
        }

        return true;
    }
}
