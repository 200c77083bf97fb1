namespace WarpDrive.Engines.PublicKey;

/// <summary>A prepared key that can be made from a block.</summary>
/// <typeparam name="TSelf">The type itself.</typeparam>
internal interface IPreparable<TSelf>
    where TSelf : PreparedKey
{
    /// <summary>Checks the block and prepares it. The caller owns the one reference of the result.</summary>
    static abstract PublicKeyStatus Prepare(KeyClass kind, ReadOnlySpan<byte> block, Scratch scratch, out TSelf? key);
}
