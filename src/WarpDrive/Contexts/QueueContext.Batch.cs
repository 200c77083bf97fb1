using System.Diagnostics;
using WarpDrive.Uacce;

namespace WarpDrive;

/// <content>Many requests in flight.</content>
internal sealed partial class QueueContext<TRequest, TCompletion>
    where TRequest : struct, IRequest
    where TCompletion : struct, ICompletion
{
    /// <summary>Requests sent with one call, and completions received with one: what devices take in one step.</summary>
    private const int Group = 32;

    /// <summary>Bytes of reserved memory after which no more requests are copied before the device hears of those that were.</summary>
    private const int GroupBytes = 64 << 10;

    /// <summary>Requests in flight on an Inline queue, which runs when it is looked at: more would only fall out of the caches.</summary>
    private const int InlineWindow = 64;

    private TRequest[]? _requests;
    private TRequest[]? _sent;
    private long _usualPause;   // between completions of the last batches, in ticks
    private TCompletion[]? _completions;

    /// <summary>Sends requests as the ring takes them and receives what has finished. When it returns, the device touches no memory of any.</summary>
    /// <param name="series">The requests. Those for which nothing is taken were not begun, or lost.</param>
    /// <param name="patience">The longest that the oldest request may take.</param>
    /// <param name="cancellation">When set, nothing more is sent; what was sent is waited for.</param>
    /// <param name="lost">True when the device is gone.</param>
    internal void ExecuteMany<TSeries>(ref TSeries series, TimeSpan patience, CancellationToken cancellation, out bool lost)
        where TSeries : struct, IRequestSeries<TRequest, TCompletion>, allows ref struct
    {
        TRequest[] requests = _requests ??= new TRequest[Group];
        TCompletion[] completions = _completions ??= new TCompletion[Group];
        series.Prepare(requests.AsSpan(0, Math.Min(series.Count, Group)));
        long stamp = Stopwatch.GetTimestamp();
        long deadline = Deadlines.After(stamp, patience);
        int window = _isInline ? Math.Min(InlineWindow, Queue.Capacity) : Queue.Capacity;
        int next = 0, oldest = 0;   // requests from oldest to next are in flight
        long idleSince = 0;
        BriefLooks looks = default;
        lost = false;
        while (true)
        {
            SubmitResult sent = Send(ref series, requests, window, oldest, ref next, cancellation);
            ReceiveResult received = ReceiveResult.Empty;
            int count = 0;
            if (oldest < next)
            {
                received = Queue.TryReceive(completions, out count);
            }

            for (int i = 0; i < count; i++)
            {
                if (oldest == next || completions[i].Tag != (uint)oldest)
                {
                    received = ReceiveResult.BadCompletion;
                    break;
                }

                _staged?.Complete(completions[i].Status, completions[i]);
                series.Take(oldest++, in completions[i], this, stamp);
                lost |= completions[i].Status == RequestStatus.DeviceLost;
            }

            if (lost || sent == SubmitResult.DeviceLost || received is ReceiveResult.DeviceLost or ReceiveResult.BadCompletion)
            {
                lost |= received != ReceiveResult.BadCompletion;
                Quiesce();
                return;
            }

            if (oldest == next)
            {
                if (next == series.Count || (sent == SubmitResult.RingFull && cancellation.IsCancellationRequested))
                {
                    return;
                }

                if (sent == SubmitResult.Refused)
                {
                    series.Fail(next++, RequestStatus.Refused);   // what comes behind it is sent in the next round
                    oldest = next;
                    continue;
                }

                if (sent == SubmitResult.RingFull && count == 0)
                {
                    Broken = true;   // full although nothing of its only caller is in it: single calls go elsewhere
                    return;
                }
            }

            if (count > 0)
            {
                _usualPause += idleSince == 0 ? 0 : (Stopwatch.GetTimestamp() - idleSince - _usualPause) / 8;
                idleSince = 0;
                deadline = 0;
                continue;
            }

            if (idleSince == 0)
            {
                idleSince = Stopwatch.GetTimestamp();
                looks = new BriefLooks(idleSince, _usualPause);
            }

            if (!looks.TryPause(Queue.File))
            {
                deadline = deadline != 0 ? deadline : Deadlines.After(Stopwatch.GetTimestamp(), patience);
                if (!Rest(deadline))
                {
                    series.Fail(oldest, RequestStatus.TimedOut);   // what stands behind it is done elsewhere
                    return;
                }
            }
        }
    }

    /// <summary>
    /// Sends as many as fit. RingFull also when cancelled; Refused when nothing is in flight and the driver will not send the next one.
    /// </summary>
    private SubmitResult Send<TSeries>(
        ref TSeries series, TRequest[] requests, int window, int oldest, ref int next, CancellationToken cancellation)
        where TSeries : struct, IRequestSeries<TRequest, TCompletion>, allows ref struct
    {
        int most = Group;
        TRequest[] group = _staged is null ? requests : _sent ??= new TRequest[Group];   // prepared ones are filled again, copies are not
        while (next < series.Count)
        {
            int count = Math.Min(Math.Min(series.Count - next, window - (next - oldest)), most);
            if (count == 0 || cancellation.IsCancellationRequested)
            {
                return SubmitResult.RingFull;
            }

            int filled = 0;
            for (int bytes = 0; filled < count && bytes < GroupBytes; filled++)
            {
                series.Fill(next + filled, ref requests[filled]);
                requests[filled].Tag = (uint)(next + filled);
                if (_staged is not null)
                {
                    if (!_staged.TryAdd(requests[filled], out group[filled]))
                    {
                        break;
                    }

                    bytes += _staged.NewestLength;
                }
            }

            count = filled;
            if (count == 0)
            {
                return oldest == next ? SubmitResult.Refused : SubmitResult.RingFull;   // of the reserved memory there is not enough, now or ever
            }

            SubmitResult result = Queue.TrySend(group.AsSpan(0, count), out _);
            if (result != SubmitResult.Queued)
            {
                _staged?.Drop(count);
            }

            switch (result)
            {
                case SubmitResult.Queued:
                    next += count;
                    break;
                case SubmitResult.Refused when count > 1:
                    most = 1;   // one of them: find it
                    break;
                case SubmitResult.RingFull when count > 1 && oldest == next:
                    most = count / 2;   // of something else than slots, as scatter lists, there is not enough for so many
                    break;
                case SubmitResult.Refused:
                    return oldest == next ? SubmitResult.Refused : SubmitResult.RingFull;
                default:
                    return result;
            }
        }

        return SubmitResult.Queued;
    }

    /// <summary>Sleeps until something may be there; false when the deadline passed, and the queue was stopped.</summary>
    private bool Rest(long deadline)
    {
        TimeSpan left = Deadlines.Left(deadline);
        if (left > TimeSpan.Zero)
        {
            Queue.Wait(left < s_slice ? left : s_slice);
            return true;
        }

        LibraryLog.DeadlineMissed(_options.Logger, Candidate.Info.Name);
        Quiesce();
        return false;
    }
}
