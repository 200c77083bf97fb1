using System.Diagnostics;
using WarpDrive.Linux;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Qm;

public abstract partial class QmDevice
{
    /// <summary>While true, no descriptor is taken; queues say that they have work. For models that can be halted.</summary>
    protected internal virtual bool IsHalted => false;

    /// <inheritdoc/>
    /// <remarks>
    /// Rounds: (1) take from each queue in turn until the batch is full, (2) execute, (3) post, queue by queue. Time is looked at between rounds, and only
    /// when a slice can take more than one: a look costs as much as an empty request.
    /// </remarks>
    public sealed override int Step(ReadOnlySpan<DeviceQueue> queues, StepScratch scratch, in StepLimits limits)
    {
        var work = (QmStepScratch)scratch;
        if (IsHalted)
        {
            foreach (DeviceQueue queue in queues)
            {
                ((QmDeviceQueue)queue).Bury();
            }

            return 0;
        }

        return queues.Length == 1 ? StepOne((QmDeviceQueue)queues[0], work, limits) : StepMany(queues, work, limits);
    }

    private int StepOne(QmDeviceQueue queue, QmStepScratch work, in StepLimits limits)
    {
        int left = limits.MaxDescriptors;
        int batch = Math.Min(left, work.Requests.Length);
        bool looksAtClock = batch < left;
        bool mayWait = queue.MayWaitForLanes && !queue.IsInline;
        int target = mayWait ? LaneTarget : 0;
        long start = 0;
        int posted = 0;
        while (true)
        {
            int count = queue.Take(work.Requests.AsSpan(0, batch));
            if (count == 0)
            {
                break;
            }

            if (mayWait && count < target)
            {
                DeviceQueue lone = queue;
                count = WaitForMore(new ReadOnlySpan<DeviceQueue>(in lone), work, count, default, batch);
            }

            Span<QmRequest> requests = work.Requests.AsSpan(0, count);
            bool timed = queue.WantsNotes;
            long takenAt = timed ? Stopwatch.GetTimestamp() : 0;
            Serve(requests, work);
            long endedAt = timed ? Stopwatch.GetTimestamp() : 0;
            posted += queue.Post(requests, takenAt, timed ? Nanoseconds(endedAt - takenAt) : 0);
            queue.Finish();
            left -= count;
            if (left == 0 || !(queue.HasWork || AwaitsWork(queue, limits.Looks)))
            {
                break;
            }

            if (looksAtClock)
            {
                // The slice begins with its first request when that was timed anyway, else behind it: a lone request pays for no look at the clock.
                long now = endedAt != 0 ? endedAt : Stopwatch.GetTimestamp();
                start = start != 0 ? start : takenAt != 0 ? takenAt : now;
                if (now - start >= limits.MaxTicks)
                {
                    break;
                }
            }

            batch = Math.Min(left, work.Requests.Length);
        }

        if (queue.IsFailing)
        {
            queue.Bury();
        }

        return posted;
    }

    private static bool AwaitsWork(QmDeviceQueue queue, int looks)
    {
        while (looks-- > 0)
        {
            SpinHint.Pause();
            if (queue.HasWork)
            {
                return true;
            }
        }

        return false;
    }

    private int StepMany(ReadOnlySpan<DeviceQueue> queues, QmStepScratch work, in StepLimits limits)
    {
        if (work.Taken.Length < queues.Length)
        {
            work.Taken = new int[Math.Max(queues.Length, work.Taken.Length * 2)];
        }

        Span<int> taken = work.Taken.AsSpan(0, queues.Length);
        taken.Clear();
        long start = Stopwatch.GetTimestamp();
        long ticks = limits.MaxTicks * queues.Length;   // a slice for each; queues share the rounds
        int capacity = work.Requests.Length;
        int first = 0;
        int posted = 0;
        while (true)
        {
            int count = 0;
            int next = first;
            for (int i = 0; i < queues.Length && count < capacity; i++)
            {
                int at = first + i < queues.Length ? first + i : first + i - queues.Length;
                int room = Math.Min(limits.MaxDescriptors - taken[at], capacity - count);
                if (room > 0)
                {
                    int got = ((QmDeviceQueue)queues[at]).Take(work.Requests.AsSpan(count, room));
                    taken[at] += got;
                    count += got;
                    next = at;
                }
            }

            if (count == 0)
            {
                break;
            }

            first = next + 1 < queues.Length ? next + 1 : 0;   // the round that filled up goes on behind its last queue
            if (count < capacity && MaxLaneWait > TimeSpan.Zero && count < LaneTarget)
            {
                count = WaitForMore(queues, work, count, taken, limits.MaxDescriptors);
            }

            posted += ServeGroups(work.Requests.AsSpan(0, count), work);
            if (Stopwatch.GetTimestamp() - start >= ticks)
            {
                break;
            }
        }

        foreach (DeviceQueue queue in queues)
        {
            ((QmDeviceQueue)queue).Bury();
        }

        return posted;
    }

    /// <summary>Takes what else arrives by these queues until lanes are worth filling or the device's bound is over. A queue may then come twice in the batch.</summary>
    private int WaitForMore(ReadOnlySpan<DeviceQueue> queues, QmStepScratch work, int count, Span<int> taken, int most)
    {
        int target = Math.Min(LaneTarget, work.Requests.Length);
        long ticks = (long)(MaxLaneWait.TotalSeconds * Stopwatch.Frequency);
        long start = Stopwatch.GetTimestamp();
        do
        {
            Thread.SpinWait(4);
            for (int i = 0; i < queues.Length && count < target; i++)
            {
                int soFar = taken.IsEmpty ? count : taken[i];
                int got = ((QmDeviceQueue)queues[i]).Take(work.Requests.AsSpan(count, Math.Min(target - count, most - soFar)));
                count += got;
                if (!taken.IsEmpty)
                {
                    taken[i] += got;
                }
            }
        }
        while (count < target && (!taken.IsEmpty || count < most) && Stopwatch.GetTimestamp() - start < ticks);
        return count;
    }

    /// <summary>Serves requests of several queues together, and posts them queue by queue.</summary>
    private int ServeGroups(Span<QmRequest> batch, QmStepScratch work)
    {
        bool timed = WantsNotes(batch);
        long takenAt = timed ? Stopwatch.GetTimestamp() : 0;
        Serve(batch, work);
        uint served = timed ? Nanoseconds(Stopwatch.GetTimestamp() - takenAt) : 0;
        int posted = 0;
        int from = 0;
        while (from < batch.Length)
        {
            QmDeviceQueue queue = batch[from].Source;
            int end = from + 1;
            while (end < batch.Length && ReferenceEquals(batch[end].Source, queue))
            {
                end++;
            }

            posted += queue.Post(batch[from..end], takenAt, served);
            queue.Finish();
            from = end;
        }

        return posted;
    }

    private void Serve(Span<QmRequest> batch, QmStepScratch work)
    {
        try
        {
            Execute(batch, work);
        }
        catch (Exception)
        {
            // A model's bug may not take the process down: the queues of the batch die, as after a fatal hardware error, and the device counts it.
            CountFailure();
            foreach (ref QmRequest request in batch)
            {
                request.FailQueue();
            }
        }
    }

    private static bool WantsNotes(ReadOnlySpan<QmRequest> batch)
    {
        foreach (ref readonly QmRequest request in batch)
        {
            if (request.Source.WantsNotes)
            {
                return true;
            }
        }

        return false;
    }
}
