using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Makes a signature or a secret. An operation takes so long that a delegate costs nothing beside it.</summary>
/// <param name="make">Writes the result into the room and returns its length, or -1.</param>
internal sealed class MakingContestant(Func<byte[], int> make) : Contestant
{
    private const int Room = 1024;   // above what any operation makes

    private readonly byte[] _room = new byte[Room];
    private int _length;

    /// <summary>Brings a result into the form of the others; null when it is in it.</summary>
    internal Func<byte[], byte[]>? Normalise { get; init; }

    /// <summary>Where the last operation ran; null for those that do not tell.</summary>
    internal Func<Receipt>? LastReceipt { get; init; }

    /// <summary>Goes with the contestant.</summary>
    internal IDisposable? Owned { get; init; }

    internal override ReadOnlySpan<byte> Output
    {
        get
        {
            byte[] result = _room[.._length];
            return Normalise is null ? result : Normalise(result);
        }
    }

    internal override Receipt Receipt => LastReceipt?.Invoke() ?? default;

    public override int Run(long index)
    {
        int length = make(_room);
        _length = Math.Max(length, 0);
        return length;
    }

    protected override void Close() => Owned?.Dispose();
}
