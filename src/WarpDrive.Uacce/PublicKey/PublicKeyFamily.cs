namespace WarpDrive.Uacce.PublicKey;

/// <summary>Two kinds of arithmetic, each with its own queues.</summary>
public enum PublicKeyFamily
{
    /// <summary>RSA and DH.</summary>
    Modular = 0,
    /// <summary>All that works on curves.</summary>
    Elliptic = 1,
}
