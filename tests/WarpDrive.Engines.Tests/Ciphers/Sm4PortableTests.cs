using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

public sealed class Sm4PortableTests : Sm4Contract
{
    private protected override Sm4Path Path => Sm4Path.Portable;
}
