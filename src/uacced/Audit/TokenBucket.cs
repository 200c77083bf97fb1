namespace WarpDrive.Daemon;

/// <summary>Lets so many things happen at once, and so many a second after that.</summary>
/// <remarks>Not thread safe.</remarks>
internal sealed class TokenBucket
{
    private readonly TimeProvider _time;
    private readonly double _burst;
    private readonly double _perSecond;
    private double _tokens;
    private long _at;

    internal TokenBucket(TimeProvider time, double burst, double perSecond)
    {
        _time = time;
        _burst = burst;
        _perSecond = perSecond;
        _tokens = burst;
        _at = time.GetTimestamp();
    }

    /// <summary>Whether it is full again: then it remembers nothing.</summary>
    internal bool IsFull
    {
        get
        {
            Refill();
            return _tokens >= _burst;
        }
    }

    /// <summary>Takes a token, if there is one.</summary>
    internal bool TryTake()
    {
        Refill();
        if (_tokens < 1)
        {
            return false;
        }

        _tokens--;
        return true;
    }

    private void Refill()
    {
        long now = _time.GetTimestamp();
        _tokens = Math.Min(_burst, _tokens + (_time.GetElapsedTime(_at, now).TotalSeconds * _perSecond));
        _at = now;
    }
}
