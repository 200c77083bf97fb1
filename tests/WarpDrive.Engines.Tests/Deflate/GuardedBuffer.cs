namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>A buffer between two guard zones, to see writes outside it.</summary>
internal sealed class GuardedBuffer
{
    private const int Zone = 512;
    private const byte Guard = 0xA7;

    private readonly byte[] _bytes;
    private readonly int _length;

    internal GuardedBuffer(int length)
    {
        _length = length;
        _bytes = new byte[length + 2 * Zone];
        Array.Fill(_bytes, Guard);
    }

    internal Span<byte> Span => _bytes.AsSpan(Zone, _length);

    internal void AssertUntouchedOutside()
    {
        Assert.False(_bytes.AsSpan(0, Zone).ContainsAnyExcept(Guard), "written before the buffer");
        Assert.False(_bytes.AsSpan(Zone + _length).ContainsAnyExcept(Guard), "written behind the buffer");
    }
}
