using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class Crc32Clmul512Tests : Crc32Contract
{
    protected override bool IsSupported => Crc32.IsSupported(Crc32Path.Clmul512);

    protected override uint Compute(ReadOnlySpan<byte> data, uint seed) => Crc32.Compute(data, seed, Crc32Path.Clmul512);
}
