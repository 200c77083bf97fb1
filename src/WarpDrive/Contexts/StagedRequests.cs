using WarpDrive.Uacce;

namespace WarpDrive;

/// <summary>The requests in flight on a queue that has reserved memory, first in first out: what the caller asked for, and what was sent in its place.</summary>
/// <remarks>Not thread safe: its queue's sender. A request whose pieces are long, or in a list, is sent as it is when the device shares addresses.</remarks>
internal sealed class StagedRequests<TRequest, TCompletion> : IDisposable
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    private readonly RequestClass<TRequest, TCompletion> _class;
    private readonly ReservedMemory _memory;
    private readonly bool _sharesAddresses;
    private Entry[] _entries = new Entry[4];   // a ring, of which the length is a power of two
    private uint _oldest;
    private uint _next;

    /// <summary>Of a queue.</summary>
    /// <param name="requests">Knows what is in a request.</param>
    /// <param name="memory">Owned from here on.</param>
    /// <param name="sharesAddresses">Whether requests may also name their own memory.</param>
    internal StagedRequests(RequestClass<TRequest, TCompletion> requests, ReservedMemory memory, bool sharesAddresses)
    {
        _class = requests;
        _memory = memory;
        _sharesAddresses = sharesAddresses;
    }

    /// <summary>Bytes that the newest request takes in the memory; 0 when it names its own.</summary>
    internal int NewestLength { get; private set; }

    /// <summary>Copies a request in.</summary>
    /// <param name="asked">As the caller made it.</param>
    /// <param name="sent">What to send.</param>
    /// <returns>False when there is no room for it now, or, with nothing in flight, ever.</returns>
    internal bool TryAdd(in TRequest asked, out TRequest sent)
    {
        sent = asked;
        int length = _class.StagedLength(asked);
        bool copied = !_sharesAddresses || (uint)length <= (uint)_memory.LongestRequest;
        if (copied && !_memory.TryBegin(length))
        {
            return false;
        }

        NewestLength = copied ? length : 0;
        if (copied)
        {
            _class.Stage(_memory, ref sent);
        }

        if (_next - _oldest == (uint)_entries.Length)
        {
            Grow();
        }

        ref Entry entry = ref At(_next++);
        entry.Asked = asked;
        entry.Sent = sent;
        entry.IsCopied = copied;
        return true;
    }

    /// <summary>Takes back the newest requests, which the queue did not take.</summary>
    /// <param name="count">How many.</param>
    internal void Drop(int count)
    {
        for (; count > 0; count--)
        {
            ref Entry entry = ref At(--_next);
            if (entry.IsCopied)
            {
                _memory.DropNewest();
            }

            entry = default;
        }
    }

    /// <summary>The oldest request has ended: what it made is copied out, if it succeeded, and its room is free.</summary>
    /// <param name="status">How it ended.</param>
    /// <param name="completion">What came back.</param>
    internal void Complete(RequestStatus status, in TCompletion completion)
    {
        ref Entry entry = ref At(_oldest++);
        if (entry.IsCopied)
        {
            if (status is RequestStatus.Ok or RequestStatus.StreamEnd or RequestStatus.MoreOutput)
            {
                _class.Unstage(_memory, entry.Asked, entry.Sent, completion);
            }

            _memory.EndOldest();
        }

        entry = default;
    }

    /// <summary>Gives the memory back. The queue has been stopped.</summary>
    public void Dispose()
    {
        Drop((int)(_next - _oldest));
        _memory.Dispose();
    }

    private ref Entry At(uint index) => ref _entries[index & (uint)(_entries.Length - 1)];

    private void Grow()
    {
        var entries = new Entry[_entries.Length * 2];
        for (uint i = _oldest; i != _next; i++)
        {
            entries[i & (uint)(entries.Length - 1)] = At(i);
        }

        _entries = entries;
    }

    private struct Entry
    {
        internal TRequest Asked;
        internal TRequest Sent;
        internal bool IsCopied;
    }
}
