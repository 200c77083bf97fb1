using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>The library, called synchronously: a batch with one call, one message as one.</summary>
internal sealed class LibraryHash : BatchContestant
{
    private readonly Hasher _hasher;
    private Receipt _receipt;

    internal LibraryHash(MessageSet messages, Hasher hasher)
        : base(messages, hasher.HashSize) => _hasher = hasher;

    internal override Receipt Receipt => _receipt;

    public override int Run(long index)
    {
        if (Messages.Batch > 1)
        {
            _receipt = _hasher.HashEach(Messages.Of(index), Messages.Size, Results);
            return Results.Length;
        }

        RequestStatus status = _hasher.TryHash(Messages.Of(index), Results, out HashResult result);
        _receipt = result.Receipt;
        return status == RequestStatus.Ok ? result.BytesWritten : -1;
    }
}
