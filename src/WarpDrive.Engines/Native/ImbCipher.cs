namespace WarpDrive.Engines.Native;

/// <summary>IMB_CIPHER_MODE, as far as it is used.</summary>
internal enum ImbCipher
{
    Cbc = 1,
    Ctr = 2,
    Null = 3,
    Gcm = 5,
    Des = 7,
    Ccm = 9,
    Des3 = 10,
    Ecb = 12,
}
