using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Hashing;

/// <summary>SM3 in libcrypto, which gives out no state: whole messages without key only, in any pieces.</summary>
internal sealed unsafe class LibCryptoSm3 : IDisposable
{
    private nint _context = LibCrypto.NewSm3();

    ~LibCryptoSm3() => Free();

    /// <summary>Whether a job can run here on a machine that has it.</summary>
    internal static bool CanRun(HashJob* job) =>
        job->Kind == HashKind.Sm3 && job->Part == HashPart.Whole && !job->IsHmac && LibCrypto.Sm3Reason.Length == 0;

    internal void Run(HashJob* job, HashSegment* segments)
    {
        LibCrypto.BeginSm3(_context);
        for (int i = 0; i < job->SegmentCount; i++)
        {
            HashSegment* segment = segments + job->FirstSegment + i;
            LibCrypto.UpdateSm3(_context, segment->Data, (nuint)segment->Length);
        }

        LibCrypto.EndSm3(_context, job->Output);
        job->Path = HashPath.LibCrypto;
        job->Lanes = 1;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_context != 0)
        {
            LibCrypto.FreeSm3(_context);
            _context = 0;
        }
    }
}
