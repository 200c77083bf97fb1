namespace WarpDrive.Uacce.PublicKey;

/// <summary>How a driver's device wants a key laid out. Instances are a driver's constants; a key makes each form once and keeps it.</summary>
public abstract class KeyForm
{
    /// <summary>Lays a key out.</summary>
    /// <param name="key">The key.</param>
    /// <param name="block">Room of <see cref="SizeOf"/> bytes, zeroed.</param>
    /// <returns>Null, or why the key cannot be used: words for people, always the same for the same key.</returns>
    public abstract string? Write(PublicKeyMaterial key, Span<byte> block);

    /// <summary>Bytes of the layout of a key.</summary>
    /// <param name="key">The key.</param>
    public abstract int SizeOf(PublicKeyMaterial key);
}
