namespace WarpDrive.Engines.Hashing;

/// <summary>The classes of message lengths in which the paths rank differently: calls weigh in short messages, bytes in long ones.</summary>
public enum HashSizeClass
{
    /// <summary>Below 512 bytes; 64 bytes stand for it.</summary>
    Tiny,

    /// <summary>From 512 bytes to below 4 KiB; 1 KiB stands for it.</summary>
    Small,

    /// <summary>4 KiB and more; 16 KiB stand for it.</summary>
    Large,
}
