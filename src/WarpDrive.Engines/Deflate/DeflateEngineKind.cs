namespace WarpDrive.Engines.Deflate;

/// <summary>The implementations of raw deflate (RFC 1951) behind the encoder and decoder faces.</summary>
public enum DeflateEngineKind
{
    /// <summary>Written here, in C#: decoding only.</summary>
    Managed,

    /// <summary>The zlib-ng inside the .NET runtime (<c>libSystem.IO.Compression.Native</c>): always there.</summary>
    Runtime,

    /// <summary>Intel's ISA-L (<c>libisal.so.2</c>), when installed.</summary>
    IsaL,

    /// <summary>libdeflate (<c>libdeflate.so.0</c>), when installed: whole streams, and pieces of streams that refer to nothing before them.</summary>
    LibDeflate,
}
