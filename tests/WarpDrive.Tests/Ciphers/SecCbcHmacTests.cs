namespace WarpDrive.Tests.Ciphers;

/// <summary>The contract over the software SEC device of this process.</summary>
public sealed class SecCbcHmacTests : CbcHmacContract
{
    protected override Accelerators CreateAccelerators() => new();
}
