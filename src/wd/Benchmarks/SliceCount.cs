namespace WarpDrive.Tool.Benchmarks;

/// <summary>What a thread did in one slice.</summary>
internal struct SliceCount
{
    /// <summary>Operations, failed ones included.</summary>
    internal long Operations;

    /// <summary>Failed operations.</summary>
    internal long Errors;

    /// <summary>Bytes of the results.</summary>
    internal long ResultBytes;

    /// <summary>Managed bytes allocated on the thread.</summary>
    internal long AllocatedBytes;

    /// <summary>Adds what another thread did in the same slice.</summary>
    internal void Add(in SliceCount other)
    {
        Operations += other.Operations;
        Errors += other.Errors;
        ResultBytes += other.ResultBytes;
        AllocatedBytes += other.AllocatedBytes;
    }
}
