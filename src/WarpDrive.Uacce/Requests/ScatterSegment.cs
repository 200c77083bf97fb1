namespace WarpDrive.Uacce;

/// <summary>One piece of a scattered buffer. Pieces of length 0 are skipped.</summary>
/// <param name="Address">Device-visible address.</param>
/// <param name="Length">Bytes, 0…8 MiB.</param>
public readonly record struct ScatterSegment(ulong Address, int Length);
