namespace WarpDrive.Hisilicon.Zip;

/// <summary>Where a decompressed stream stands, as the device notes it in its context.</summary>
internal enum ZipStreamPhase : byte
{
    /// <summary>In the deflate body.</summary>
    Body = 0,
    /// <summary>Behind the final block; the trailer is not complete.</summary>
    Trailer = 1,
    /// <summary>Ended.</summary>
    Ended = 2,
}
