using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class Adler32SequentialTests : Adler32Contract
{
    protected override bool IsSupported => Adler32.IsSupported(Adler32Path.Sequential);

    protected override uint Compute(ReadOnlySpan<byte> data, uint seed) => Adler32.Compute(data, seed, Adler32Path.Sequential);
}
