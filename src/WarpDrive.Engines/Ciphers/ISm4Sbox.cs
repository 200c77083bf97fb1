using System.Runtime.Intrinsics;

namespace WarpDrive.Engines.Ciphers;

/// <summary>A way to replace sixteen bytes by the SM4 S-box without memory accesses that depend on them.</summary>
internal interface ISm4Sbox
{
    /// <summary>Each byte replaced.</summary>
    static abstract Vector128<byte> Substitute(Vector128<byte> bytes);
}
