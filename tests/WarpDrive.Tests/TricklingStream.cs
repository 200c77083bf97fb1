namespace WarpDrive.Tests;

/// <summary>Gives at most so many bytes a read, as pipes do, and fails at a given place when asked to.</summary>
internal sealed class TricklingStream(byte[] data, int piece, int failAt = int.MaxValue) : MemoryStream(data)
{
    public override int Read(byte[] buffer, int offset, int count) => base.Read(buffer, offset, Check(count));

    public override int Read(Span<byte> buffer) => base.Read(buffer[..Check(buffer.Length)]);

    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        base.ReadAsync(buffer[..Check(buffer.Length)], cancellationToken);

    private int Check(int count) => Position >= failAt ? throw new InvalidDataException("the input failed") : Math.Min(count, piece);
}
