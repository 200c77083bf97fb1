using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Engine paths as numbers in notes.</summary>
internal static class HpreEngineNames
{
    /// <summary>libcrypto.</summary>
    internal const ushort LibCrypto = 1;

    /// <summary>Name of the only engine.</summary>
    internal const string LibCryptoName = "libcrypto";

    /// <summary>Whether the device has an engine of this name, were it installed.</summary>
    internal static bool IsKnown(string name) => name == LibCryptoName;

    /// <summary>Words for a number.</summary>
    internal static string Describe(ushort number) => number switch
    {
        0 => "hardware",
        LibCrypto => LibCryptoName,
        _ => "unknown",
    };

    /// <summary>Why a device does not take a forced engine, for people.</summary>
    internal static string WhyRefused(string device, string name) => IsKnown(name)
        ? $"engine '{name}' of {device} cannot be used ({PublicKeyEngine.Reason}): install it"
        : $"{device} knows no engine '{name}': leave the choice to the device, or use {LibCryptoName}";
}
