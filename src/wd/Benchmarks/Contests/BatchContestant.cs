namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Turns a batch of messages into as many results of one length, one behind the other.</summary>
internal abstract unsafe class BatchContestant : Contestant
{
    private readonly byte[] _results;

    /// <summary>Makes room for results.</summary>
    /// <param name="messages">The messages.</param>
    /// <param name="resultSize">Bytes of a result.</param>
    protected BatchContestant(MessageSet messages, int resultSize)
    {
        Messages = messages;
        ResultSize = resultSize;
        _results = GC.AllocateArray<byte>(messages.Batch * resultSize, pinned: true);
        fixed (byte* first = _results)
        {
            ResultAddress = first;   // pinned for good
        }
    }

    internal override ReadOnlySpan<byte> Output => _results;

    /// <summary>The messages.</summary>
    protected MessageSet Messages { get; }

    /// <summary>Bytes of a result.</summary>
    protected int ResultSize { get; }

    /// <summary>Room for the results.</summary>
    protected Span<byte> Results => _results;

    /// <summary>The same as memory.</summary>
    protected Memory<byte> ResultMemory => _results;

    /// <summary>The same by address.</summary>
    protected byte* ResultAddress { get; }
}
