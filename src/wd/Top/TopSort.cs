namespace WarpDrive.Tool.Top;

/// <summary>What comes first in the tables of clients and queues.</summary>
internal enum TopSort
{
    /// <summary>Most requests a second.</summary>
    Requests,

    /// <summary>Most bytes a second, in and out.</summary>
    Bytes,

    /// <summary>Most of the workers' time; for queues, most requests in flight.</summary>
    Busy,

    /// <summary>Most faults.</summary>
    Faults,

    /// <summary>Most queues; for queues, by device and number.</summary>
    Queues,
}
