namespace WarpDrive.Engines.Deflate;

/// <summary>The classes of plain lengths in which the engines rank differently.</summary>
/// <remarks>
/// The bounds are where ratios and ranks turn: below 16 KiB a block's code tables weigh (ISA-L passes the runtime's level 1
/// between 8 and 16 KiB, and its level 3 comes within 2 % of zlib's level 1 from 16 KiB on); from 512 KiB on the
/// engines' block sizes show in the ratio.
/// </remarks>
public enum DeflateSizeClass
{
    /// <summary>Below 16 KiB; 4 KiB stand for it.</summary>
    Small,

    /// <summary>From 16 KiB to below 512 KiB; 64 KiB stand for it.</summary>
    Medium,

    /// <summary>512 KiB and more; 1 MiB stands for it.</summary>
    Large,
}
