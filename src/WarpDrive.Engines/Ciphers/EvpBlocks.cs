using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The ECB mode of libcrypto as a cipher on blocks, for modes that the library lacks.</summary>
/// <param name="encryption">An EVP_CIPHER_CTX for ECB encryption with its key.</param>
/// <param name="decryption">The same for decryption.</param>
internal readonly unsafe struct EvpBlocks(void* encryption, void* decryption) : IBlockCipher
{
    /// <inheritdoc/>
    public void Encrypt(byte* source, byte* destination, int blocks) => Run(encryption, source, destination, blocks);

    /// <inheritdoc/>
    public void Decrypt(byte* source, byte* destination, int blocks) => Run(decryption, source, destination, blocks);

    private static void Run(void* context, byte* source, byte* destination, int blocks)
    {
        int written;
        EvpCipher.Check(LibCrypto.Ciphers.Update(context, destination, &written, source, blocks * 16), "EVP_CipherUpdate");
    }
}
