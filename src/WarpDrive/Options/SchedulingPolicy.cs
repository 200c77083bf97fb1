namespace WarpDrive;

/// <summary>How requests are spread over the devices that can serve them.</summary>
public enum SchedulingPolicy
{
    /// <summary>The device nearest to the caller's memory node, ties by free queues; the next one only when that one cannot serve.</summary>
    Nearest = 0,
    /// <summary>One device after the other.</summary>
    RoundRobin,
    /// <summary>The device with the fewest requests of this library in flight.</summary>
    LeastLoaded,
}
