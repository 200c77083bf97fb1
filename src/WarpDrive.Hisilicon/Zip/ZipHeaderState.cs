using WarpDrive.Engines.Headers;

namespace WarpDrive.Hisilicon.Zip;

/// <summary>How far the header of a stream is read; kept in the driver's part of the stream context.</summary>
internal struct ZipHeaderState
{
    internal GzipHeaderParser Gzip;
    internal ZlibHeaderParser Zlib;
}
