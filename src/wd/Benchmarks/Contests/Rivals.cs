namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>What the library can be compared with.</summary>
[Flags]
internal enum Rivals
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The class of the runtime; where it has none, libcrypto.</summary>
    System = 1,

    /// <summary>The engine of software devices, called directly: no queue, no descriptor.</summary>
    Engine = 2,

    /// <summary>libcrypto, called by its own functions.</summary>
    LibCrypto = 4,

    /// <summary>The job interface of libIPSec_MB.</summary>
    IpsecMb = 8,

    /// <summary>Whatever there is.</summary>
    All = System | Engine | LibCrypto | IpsecMb,
}
