namespace WarpDrive.Tests.Ciphers;

/// <summary>The contract over the software SEC device of this process.</summary>
public sealed class SecCipherTests : CipherContract
{
    protected override Accelerators CreateAccelerators() => new();
}
