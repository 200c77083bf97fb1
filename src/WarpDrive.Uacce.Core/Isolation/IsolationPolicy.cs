namespace WarpDrive.Uacce.Core;

/// <summary>Decides when a device that keeps failing must not be used any more (uacce.md §10).</summary>
/// <remarks>
/// Thread safe. The error being counted is not part of the count it is compared with, so a threshold of N isolates on error N+1 within
/// an hour. There is no way back short of registering the device again.
/// </remarks>
internal sealed class IsolationPolicy
{
    /// <summary>Largest threshold (UACCE_MAX_ERR_THRESHOLD).</summary>
    internal const uint MaxThreshold = 65535;

    private static readonly TimeSpan s_window = TimeSpan.FromSeconds(3600);

    private readonly Lock _lock = new();
    private readonly List<long> _stamps = [];
    private readonly TimeProvider _time;
    private readonly bool _isVirtualFunction;
    private volatile bool _isolated;
    private uint _threshold;

    /// <summary>Creates the policy: threshold 0, not isolated.</summary>
    /// <param name="time">The clock.</param>
    /// <param name="isVirtualFunction">Virtual functions only read.</param>
    internal IsolationPolicy(TimeProvider time, bool isVirtualFunction)
    {
        _time = time;
        _isVirtualFunction = isVirtualFunction;
    }

    /// <summary>Whether the device must not be used.</summary>
    internal bool IsIsolated => _isolated;

    /// <summary>Errors an hour; 0 never isolates.</summary>
    internal uint Threshold
    {
        get
        {
            lock (_lock)
            {
                return _threshold;
            }
        }
    }

    /// <summary>Sets the threshold and forgets all counted errors.</summary>
    /// <param name="value">0…<see cref="MaxThreshold"/>.</param>
    /// <returns>False for a virtual function, or once isolated: the write is refused with EPERM.</returns>
    internal bool TrySetThreshold(uint value)
    {
        lock (_lock)
        {
            if (_isVirtualFunction || _isolated)
            {
                return false;
            }

            _threshold = value;
            _stamps.Clear();
            return true;
        }
    }

    /// <summary>A fatal error that reset the device.</summary>
    internal void CountError()
    {
        lock (_lock)
        {
            if (_isVirtualFunction || _isolated || _threshold == 0)
            {
                return;
            }

            long now = _time.GetTimestamp();
            _stamps.RemoveAll(stamp => WholeSeconds(_time.GetElapsedTime(stamp, now)) > s_window);
            int count = _stamps.Count;
            _stamps.Add(now);
            _isolated = count >= _threshold;
        }
    }

    /// <summary>A reset that failed: isolated at once, whatever the threshold.</summary>
    internal void IsolateNow()
    {
        lock (_lock)
        {
            _isolated = true;
        }
    }

    // An age of exactly 3600 s still counts, and so does anything below 3601 s.
    private static TimeSpan WholeSeconds(TimeSpan age) => TimeSpan.FromSeconds(Math.Floor(age.TotalSeconds));
}
