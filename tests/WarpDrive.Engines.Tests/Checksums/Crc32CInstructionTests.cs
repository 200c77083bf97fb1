using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Tests.Checksums;

public sealed class Crc32CInstructionTests : Crc32CContract
{
    protected override Crc32CPath Path => Crc32CPath.Instruction;
}
