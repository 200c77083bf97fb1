namespace WarpDrive.Uacce.Compression;

/// <summary>How a request is to be treated.</summary>
[Flags]
public enum CompressionRequestFlags
{
    /// <summary>Stateless: one whole stream, headers handled by the driver.</summary>
    None = 0,
    /// <summary>Part of a stream whose state is in <see cref="CompressionRequest.StreamContext"/>.</summary>
    Stateful = 1 << 0,
    /// <summary>Stateful: first request of a stream; the context's content is ignored.</summary>
    First = 1 << 1,
    /// <summary>Stateful compression: the stream ends with this input (finish); otherwise it ends on a byte boundary (sync flush).</summary>
    Last = 1 << 2,
    /// <summary>The driver neither writes nor skips the zlib or gzip header: the buffers start with the deflate body.</summary>
    Headerless = 1 << 3,
    /// <summary>Every address lies in memory that the submitter keeps valid until completion, so that a device in this process need not check it.</summary>
    Leased = 1 << 4,
}
