namespace WarpDrive.Uacce.PublicKey;

/// <summary>A key in a driver's layout; lives in native memory as long as its key.</summary>
public sealed class KeyBlock
{
    internal KeyBlock(KeyForm form, nint address, int length, string? refusal)
    {
        Form = form;
        Address = (ulong)address;
        Length = length;
        Refusal = refusal;
    }

    /// <summary>The layout.</summary>
    public KeyForm Form { get; }

    /// <summary>First byte, aligned to 64; valid while a reference on the key is held.</summary>
    public ulong Address { get; }

    /// <summary>Bytes.</summary>
    public int Length { get; }

    /// <summary>Why the key cannot be used in this form, or null.</summary>
    public string? Refusal { get; }
}
