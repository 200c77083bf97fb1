namespace WarpDrive.Uacce.Core;

/// <summary>Why no queue of a client gets a worker.</summary>
[Flags]
internal enum BlockReasons
{
    /// <summary>They do.</summary>
    None = 0,

    /// <summary>Too many of its steps are stuck.</summary>
    StuckSteps = 1,

    /// <summary>Its user's <see cref="MemoryBudget"/> is full.</summary>
    Memory = 2,
}
