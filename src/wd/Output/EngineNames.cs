using WarpDrive.Engines.Deflate;

namespace WarpDrive.Tool.Output;

/// <summary>Names of engines as receipts and <c>--engine</c> have them.</summary>
internal static class EngineNames
{
    /// <summary>The name of an engine.</summary>
    internal static string Of(DeflateEngineKind kind) => kind switch
    {
        DeflateEngineKind.Managed => "managed",
        DeflateEngineKind.Runtime => "zlib-ng",
        DeflateEngineKind.IsaL => "isal",
        DeflateEngineKind.LibDeflate => "libdeflate",
        _ => kind.ToString(),
    };
}
