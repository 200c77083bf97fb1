namespace WarpDrive.Tests.PublicKey;

/// <summary>The contract over the software HPRE device of this process.</summary>
public sealed class HprePublicKeyTests : PublicKeyContract
{
    protected override Accelerators CreateAccelerators() => new();
}
