using WarpDrive.Uacce;
using WarpDrive.Uacce.Digests;

namespace WarpDrive;

/// <summary>The requests of a batch of messages.</summary>
/// <remarks>Each is the template with two or three numbers changed: a short message costs little more than its descriptor.</remarks>
internal unsafe ref struct DigestSeries : IRequestSeries<DigestRequest, Completion>
{
    private readonly DigestRoutes _routes;
    private readonly DigestRequest _template;
    private readonly byte* _messages;
    private readonly int _messageLength;
    private readonly ReadOnlySpan<PinnedMessage> _pinned;
    private readonly byte* _digests;
    private readonly bool _counts;

    /// <summary>Messages of one length, one behind the other.</summary>
    internal DigestSeries(DigestRoutes routes, in DigestRequest template, byte* messages, int messageLength, int count, byte* digests)
    {
        _routes = routes;
        _template = template;
        _messages = messages;
        _messageLength = messageLength;
        _digests = digests;
        _counts = LibraryMetrics.Counts;
        Count = count;
    }

    /// <summary>Messages anywhere.</summary>
    internal DigestSeries(DigestRoutes routes, in DigestRequest template, ReadOnlySpan<PinnedMessage> messages)
    {
        _routes = routes;
        _template = template;
        _pinned = messages;
        _counts = LibraryMetrics.Counts;
        Count = messages.Length;
    }

    public int Count { get; }

    /// <summary>How many have ended, well or not; those behind were not begun, or lost.</summary>
    internal int Ended { get; private set; }

    /// <summary>Places of those that failed, but for the first; null when none did.</summary>
    internal List<(int Index, RequestStatus Status)>? Failed { get; private set; }

    /// <summary>Receipt of the last that ended well.</summary>
    internal Receipt LastReceipt { get; private set; }

    /// <summary>Bytes of every message; 0 when each has its own.</summary>
    internal readonly int MessageLength => _messageLength;

    /// <summary>Where every single one ran, or empty.</summary>
    internal Span<HashResult> Results { get; init; }

    public readonly void Prepare(Span<DigestRequest> requests)
    {
        requests.Fill(_template);
        foreach (ref DigestRequest request in requests)
        {
            request.SourceLength = _messageLength;
        }
    }

    public readonly void Fill(int index, ref DigestRequest request)
    {
        if (_digests is not null)
        {
            request.Source = (ulong)(_messages + ((long)index * _messageLength));
            request.Digest = (ulong)(_digests + ((long)index * _template.DigestLength));
            return;
        }

        ref readonly PinnedMessage message = ref _pinned[index];
        request.Source = message.Source;
        request.SourceLength = message.Length;
        request.Digest = message.Digest;
    }

    public void Take(int index, in Completion completion, QueueContext<DigestRequest, Completion> context, long stamp)
    {
        if (completion.Status == RequestStatus.DeviceLost)
        {
            return;   // and the queue is given up
        }

        Ended = index + 1;
        if (completion.Status != RequestStatus.Ok)
        {
            Remember(index, completion.Status);
        }
        else if (!Results.IsEmpty)
        {
            Keep(index, new HashResult(_template.DigestLength, context.MakeReceipt(completion, stamp)));
        }
        else if (index == Count - 1)
        {
            LastReceipt = context.MakeReceipt(completion, stamp);
        }

        if (_counts)
        {
            DigestRequest request = _template;
            request.SourceLength = _digests is not null ? _messageLength : _pinned[index].Length;
            LibraryMetrics.Completed(_routes, completion.Status, request, completion);
        }
    }

    public void Fail(int index, RequestStatus status)
    {
        Ended = index + 1;
        Remember(index, status);
    }

    /// <summary>Keeps the result of one that ended well.</summary>
    internal void Keep(int index, in HashResult result)
    {
        if (index == Count - 1)
        {
            LastReceipt = result.Receipt;
        }

        if (!Results.IsEmpty)
        {
            Results[index] = result;
        }
    }

    private void Remember(int index, RequestStatus status) => (Failed ??= []).Add((index, status));
}
