using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class Adler32Vector128Tests : Adler32Contract
{
    protected override bool IsSupported => Adler32.IsSupported(Adler32Path.Vector128);

    protected override uint Compute(ReadOnlySpan<byte> data, uint seed) => Adler32.Compute(data, seed, Adler32Path.Vector128);
}
