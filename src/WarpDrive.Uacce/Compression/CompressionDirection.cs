namespace WarpDrive.Uacce.Compression;

/// <summary>Direction of a compression queue; the value is the queue type of QM_SET_QP_CTX.</summary>
public enum CompressionDirection
{
    /// <summary>Compress.</summary>
    Compress = 0,
    /// <summary>Decompress.</summary>
    Decompress = 1,
}
