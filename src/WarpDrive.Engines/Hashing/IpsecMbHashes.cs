using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Hashing;

/// <summary>The hashes of libipsec-mb: jobs go into its manager, which fills lanes of its own and gives them back in order.</summary>
internal sealed unsafe class IpsecMbHashes : IDisposable
{
    /// <summary>MB_MAX_LEN16: longer messages get a wrong SHA-384 and SHA-512 from version 1.3, which counts their bytes in 16 bits.</summary>
    private const int MaxLength = (1 << 16) - 2;

    private ImbManager* _manager = IpsecMb.Allocate();

    ~IpsecMbHashes() => Free();

    /// <summary>Whether the library is here and has a hash function.</summary>
    internal static bool Has(HashKind kind) => AlgorithmOf(kind) != ImbHash.Null && IpsecMb.IsAvailable;

    /// <summary>Whether the library can run a job.</summary>
    internal static bool CanRun(HashJob* job, HashSegment* segments) =>
        Has(job->Kind) && HashEngine.IsPlain(job) && (job->SegmentCount == 0 || segments[job->FirstSegment].Length <= MaxLength);

    /// <summary>How many messages its widest code runs at once.</summary>
    internal static int LanesOf(HashKind kind) => HashKinds.FamilyOf(kind) == HashFamily.Sha512 ? 8 : 16;

    /// <summary>Gives the library a job that it <see cref="CanRun"/>; it may run now or later, but by the next <see cref="Flush"/>.</summary>
    /// <param name="job">The job.</param>
    /// <param name="segments">The segments of the batch.</param>
    /// <param name="together">How many jobs are given between two flushes.</param>
    internal void Submit(HashJob* job, HashSegment* segments, int together)
    {
        HashSegment* segment = segments + job->FirstSegment;
        ImbJob* slot = _manager->GetNextJob(_manager);
        *slot = default;
        slot->CipherMode = ImbCipher.Null;
        slot->Order = ImbOrder.HashCipher;
        slot->Hash = AlgorithmOf(job->Kind);
        slot->Source = job->SegmentCount == 0 ? job->Output : segment->Data;
        slot->HashLength = job->SegmentCount == 0 ? 0 : (ulong)segment->Length;
        slot->Tag = job->Output;
        slot->TagLength = (ulong)HashKinds.DigestSize(job->Kind);
        job->Path = HashPath.IpsecMb;
        job->Lanes = (ushort)Math.Min(together, LanesOf(job->Kind));
        _manager->SubmitJobUnchecked(_manager);
    }

    /// <summary>Runs what has not run yet.</summary>
    internal void Flush()
    {
        while (_manager->FlushJob(_manager) != null)
        {
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private static ImbHash AlgorithmOf(HashKind kind) => kind switch
    {
        HashKind.Sha1 => ImbHash.Sha1,
        HashKind.Sha224 => ImbHash.Sha224,
        HashKind.Sha256 => ImbHash.Sha256,
        HashKind.Sha384 => ImbHash.Sha384,
        HashKind.Sha512 => ImbHash.Sha512,
        _ => ImbHash.Null,
    };

    private void Free()
    {
        if (_manager != null)
        {
            IpsecMb.Free(_manager);
            _manager = null;
        }
    }
}
