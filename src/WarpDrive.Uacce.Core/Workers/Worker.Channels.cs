using System.Diagnostics;
using System.Numerics;

namespace WarpDrive.Uacce.Core;

/// <content>
/// Channels that the worker holds: one summary word each is looked at in every pass while the worker is awake. Holding one never keeps it awake: what
/// counts is the work of queues.
/// </content>
internal sealed partial class Worker
{
    private static readonly long s_channelTicks = Stopwatch.Frequency / 20;   // a channel without news for 50 ms is let go: clients that share a processor take turns of milliseconds

    private ServedChannel[] _channels = new ServedChannel[4];
    private int _channelCount;
    private int _channelTurn;

    /// <summary>From the ready list: holds the channel from now on.</summary>
    private void ClaimChannel(int slot)
    {
        if (_pool.ChannelAt(slot) is not { } channel || !channel.TryClaim(_number))
        {
            return;
        }

        if (_channelCount == _channels.Length)
        {
            Array.Resize(ref _channels, _channelCount * 2);
        }

        _channels[_channelCount++] = channel;
        channel.LastNews = Stopwatch.GetTimestamp();
        channel.Watch();
    }

    /// <summary>Takes what was announced in the channels that are held: while steps are short in one of them each time, else in all.</summary>
    private void LookAtChannels()
    {
        if (_lastStep < s_worthMeasuring)
        {
            _channelTurn = _channelTurn > 0 && _channelTurn < _channelCount ? _channelTurn - 1 : _channelCount - 1;
            LookAtChannel(_channelTurn);
            return;
        }

        for (int i = _channelCount - 1; i >= 0; i--)
        {
            LookAtChannel(i);
        }
    }

    private void LookAtChannel(int index)
    {
        ServedChannel channel = _channels[index];
        if (channel.HasNews && !channel.IsClosed)
        {
            Take(channel, index);
        }
    }

    private void Take(ServedChannel channel, int index)
    {
        long now = Stopwatch.GetTimestamp();
        var cells = new TakeCells(this, channel, now);
        if (WakeProtocol.Take(ref cells))
        {
            channel.CountNews(now);
        }
        else
        {
            bool storm = channel.Empty.Count(now);
            if (channel.Account is { } account)
            {
                account.CountEmptyLooks(1);
                account.Charge(Stopwatch.GetTimestamp() - now, requests: 0);
            }

            if (storm && channel.Bell is { } bell)
            {
                RemoveChannel(index);   // attention stays as it is: nobody kicks, and the bell announces it in a millisecond
                channel.Disown();
                bell.Silence(channel.BellId);
            }
        }
    }

    /// <summary>Lets channels go that had no news for long.</summary>
    private void LetGoOfIdleChannels(long now)
    {
        for (int i = _channelCount - 1; i >= 0; i--)
        {
            ServedChannel channel = _channels[i];
            if (channel.IsClosed)
            {
                RemoveChannel(i);
                channel.Disown();
            }
            else if (now - channel.LastNews > s_channelTicks && channel.TryLetGo(_number))
            {
                RemoveChannel(i);
            }
        }
    }

    /// <summary>Lets all channels go, before sleeping or before a step during which a colleague could take what comes.</summary>
    /// <returns>False when one has news.</returns>
    private bool LetGoOfChannels()
    {
        for (int i = _channelCount - 1; i >= 0; i--)
        {
            ServedChannel channel = _channels[i];
            if (channel.IsClosed)
            {
                channel.Disown();
            }
            else if (!channel.TryLetGo(_number))
            {
                return false;
            }

            RemoveChannel(i);
        }

        return true;
    }

    private void RemoveChannel(int index)
    {
        _channels[index] = _channels[--_channelCount];
        _channels[_channelCount] = null!;
    }

    /// <summary>T3: a queue that was announced gets an owner, unless it has one.</summary>
    /// <returns>Whether it has work.</returns>
    private bool TakeQueue(ServedQueue served, long now)
    {
        if (!served.TryClaim(_number))
        {
            return false;   // closed, or looked after: its owner was told
        }

        bool work;
        try
        {
            work = served.Queue.HasWork;
        }
        catch (Exception e)   // the bits of other queues are in this worker's hands
        {
            Fail(served, e);
            return false;
        }

        if (!work)
        {
            served.Share.Postpone(s_emptyLook);
            if (served.IsOverMalformed())
            {
                Fail(served, new MalformedTrafficException());
                return false;
            }
        }

        if (work && _activeCount < _capacity && !served.Share.IsBlocked)
        {
            Own(served, now);
        }
        else if (work || !served.TryLetGo(_number))
        {
            served.Disown();
            served.Announce();   // to a colleague, or to this worker when it has room
        }

        return work;
    }

    /// <summary>The bits of a channel that this worker holds.</summary>
    private readonly struct TakeCells(Worker worker, ServedChannel channel, long now) : IChannelTakeCells
    {
        public ulong TakeSummary() => channel.TakeSummary();

        public bool TakeWords(ulong summary)
        {
            bool work = false;
            for (; summary != 0; summary &= summary - 1)
            {
                for (int word = BitOperations.TrailingZeroCount(summary); word < channel.Words; word += 64)
                {
                    int discarded = 0;
                    for (ulong bits = channel.TakeWord(word); bits != 0; bits &= bits - 1)
                    {
                        if (channel.At((word << 6) + BitOperations.TrailingZeroCount(bits)) is { } served)
                        {
                            work |= worker.TakeQueue(served, now);
                        }
                        else
                        {
                            discarded++;
                        }
                    }

                    if (discarded != 0)
                    {
                        channel.CountDiscarded(discarded);
                    }
                }
            }

            return work;
        }
    }
}
