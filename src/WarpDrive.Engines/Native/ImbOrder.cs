namespace WarpDrive.Engines.Native;

/// <summary>IMB_CHAIN_ORDER.</summary>
internal enum ImbOrder
{
    CipherHash = 1,
    HashCipher = 2,
}
