namespace WarpDrive.Hisilicon.Qm;

/// <summary>A written scatter list.</summary>
/// <param name="Address">Address of the first list, for the descriptor.</param>
/// <param name="First">Number of the first list in its pool, by which it is given back.</param>
/// <param name="Length">Bytes of all entries.</param>
public readonly record struct QmSglChain(ulong Address, int First, long Length);
