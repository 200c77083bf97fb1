namespace WarpDrive.Hisilicon.Sec;

/// <summary>What became of a request that was to join a wave.</summary>
internal enum SecAdd
{
    /// <summary>It joined, or it is complete already.</summary>
    Added,
    /// <summary>The wave must be executed first: a dependency, or no room.</summary>
    Later,
    /// <summary>It is wrong; the executor holds status, reason and address.</summary>
    Refused,
}
