namespace WarpDrive.Engines.Native;

/// <summary>IMB_CIPHER_DIRECTION.</summary>
internal enum ImbDirection
{
    Encrypt = 1,
    Decrypt = 2,
}
