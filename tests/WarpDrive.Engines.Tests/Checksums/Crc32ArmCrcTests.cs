using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class Crc32ArmCrcTests : Crc32Contract
{
    protected override bool IsSupported => Crc32.IsSupported(Crc32Path.ArmCrc);

    protected override uint Compute(ReadOnlySpan<byte> data, uint seed) => Crc32.Compute(data, seed, Crc32Path.ArmCrc);
}
