namespace WarpDrive.Engines.Ciphers;

/// <summary>A cipher on blocks of 16 bytes with its key, as the modes of <see cref="BlockModes{TCipher}"/> use it.</summary>
internal unsafe interface IBlockCipher
{
    /// <summary>Encrypts each block for itself. Source and destination are the same or do not overlap.</summary>
    void Encrypt(byte* source, byte* destination, int blocks);

    /// <summary>Decrypts each block for itself.</summary>
    void Decrypt(byte* source, byte* destination, int blocks);
}
