namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>What a client of a daemon does.</summary>
internal enum ClientKind
{
    /// <summary>Echoes of the null device.</summary>
    Null,

    /// <summary>Compression of a buffer.</summary>
    Zip,

    /// <summary>Everything wrong, on the null device.</summary>
    HostileNull,

    /// <summary>Everything wrong, on a compression device.</summary>
    HostileZip,
}
