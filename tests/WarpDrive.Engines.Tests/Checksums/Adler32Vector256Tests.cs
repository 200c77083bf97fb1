using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class Adler32Vector256Tests : Adler32Contract
{
    protected override bool IsSupported => Adler32.IsSupported(Adler32Path.Vector256);

    protected override uint Compute(ReadOnlySpan<byte> data, uint seed) => Adler32.Compute(data, seed, Adler32Path.Vector256);
}
