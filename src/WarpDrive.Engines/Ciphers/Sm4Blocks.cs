namespace WarpDrive.Engines.Ciphers;

/// <summary>SM4 as a cipher on blocks.</summary>
/// <param name="key">The expanded key.</param>
/// <param name="path">The kernels to use.</param>
internal readonly unsafe struct Sm4Blocks(Sm4Key key, Sm4Path path) : IBlockCipher
{
    /// <inheritdoc/>
    public void Encrypt(byte* source, byte* destination, int blocks) => Sm4Kernels.EcbEncrypt(key, source, destination, (nint)blocks * 16, path);

    /// <inheritdoc/>
    public void Decrypt(byte* source, byte* destination, int blocks) => Sm4Kernels.EcbDecrypt(key, source, destination, (nint)blocks * 16, path);
}
