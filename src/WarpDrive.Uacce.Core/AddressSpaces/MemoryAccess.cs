namespace WarpDrive.Uacce.Core;

/// <summary>What a device wants to do with a range.</summary>
public enum MemoryAccess
{
    /// <summary>Only read it.</summary>
    Read = 0,
    /// <summary>Only write it; its old content is not needed.</summary>
    Write = 1,
    /// <summary>Read and write it.</summary>
    ReadWrite = 2,
}
