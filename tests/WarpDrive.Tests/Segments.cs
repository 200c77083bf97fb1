using System.Buffers;

namespace WarpDrive.Tests;

internal sealed class Segments : ReadOnlySequenceSegment<byte>
{
    private Segments(ReadOnlyMemory<byte> memory, long index)
    {
        Memory = memory;
        RunningIndex = index;
    }

    public static ReadOnlySequence<byte> Of(byte[] data, int length)
    {
        var first = new Segments(data.AsMemory(0, Math.Min(length, data.Length)), 0);
        Segments last = first;
        for (int at = first.Memory.Length; at < data.Length; at += last.Memory.Length)
        {
            var next = new Segments(data.AsMemory(at, Math.Min(length, data.Length - at)), at);
            last.Next = next;
            last = next;
        }

        return new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length);
    }
}
