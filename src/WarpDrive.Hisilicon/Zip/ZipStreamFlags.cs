namespace WarpDrive.Hisilicon.Zip;

/// <summary>What the driver notes of a stream in its own part of the context buffer.</summary>
[Flags]
internal enum ZipStreamFlags : uint
{
    /// <summary>Nothing happened yet.</summary>
    None = 0,
    /// <summary>The device has begun the stream: no request after this is a new one to it.</summary>
    DeviceBegun = 1 << 0,
    /// <summary>The header is written, or read in full, or there is none.</summary>
    HeaderDone = 1 << 1,
    /// <summary>The stream has ended.</summary>
    Ended = 1 << 2,
}
