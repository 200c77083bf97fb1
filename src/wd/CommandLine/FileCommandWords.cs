namespace WarpDrive.Tool.CommandLine;

/// <summary>What the descriptions of a file command say.</summary>
/// <param name="PackedData">What is on the packed side, e.g. <c>compressed data</c>.</param>
/// <param name="Test">What <c>--test</c> does.</param>
/// <param name="DeviceExample">A device that could be named.</param>
/// <param name="Engines">Engines that could be named.</param>
internal sealed record FileCommandWords(string PackedData, string Test, string DeviceExample, string Engines)
{
    /// <summary>Of compress and decompress.</summary>
    internal static readonly FileCommandWords Compression = new(
        "compressed data", "Check that compressed files are whole; write nothing", SymbolFactory.ZipDevice, SymbolFactory.ZipEngines);

    /// <summary>Of encrypt and decrypt.</summary>
    internal static readonly FileCommandWords Encryption = new(
        "encrypted data", "Check that encrypted files are whole and unchanged; write nothing", SymbolFactory.SecDevice, SymbolFactory.CipherEngines);
}
