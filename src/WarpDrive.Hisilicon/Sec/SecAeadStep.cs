using System.Buffers.Binary;
using WarpDrive.Uacce;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>What is left to do when an AEAD request is over.</summary>
internal readonly unsafe struct SecAeadStep
{
    private readonly SecBuffer _output;
    private readonly int _offset;
    private readonly int _length;
    private readonly ulong _counterBlock;   // of a stream, else 0
    private readonly uint _blocks;
    private readonly bool _isFirst;

    private SecAeadStep(SecBuffer output, int offset, int length, ulong counterBlock, uint blocks, bool isFirst)
    {
        _output = output;
        _offset = offset;
        _length = length;
        _counterBlock = counterBlock;
        _blocks = blocks;
        _isFirst = isFirst;
    }

    /// <summary>Zeros instead of plaintext when the tag does not match.</summary>
    /// <param name="output">Destination.</param>
    /// <param name="offset">Where the payload begins.</param>
    /// <param name="length">Bytes of payload.</param>
    internal static SecAeadStep Withhold(SecBuffer output, int offset, int length) => new(output, offset, length, 0, 0, false);

    /// <summary>Counter upkeep of a GCM stream (hisi-sec.md §7.4).</summary>
    /// <param name="iv">IV and last-used counter.</param>
    /// <param name="isFirst">The first part sets the counter to 1.</param>
    /// <param name="blocks">A middle part adds its blocks.</param>
    internal static SecAeadStep Count(ulong iv, bool isFirst, int blocks) => new(default, 0, 0, iv + SecLimits.GcmIvSize, (uint)blocks, isFirst);

    /// <summary>Does it.</summary>
    /// <param name="status">How the request ended.</param>
    internal void Complete(RequestStatus status)
    {
        if (status == RequestStatus.TagMismatch)
        {
            if (_length > 0)
            {
                _output.Clear(_offset, _length);
            }
        }
        else if (status == RequestStatus.Ok && _counterBlock != 0)
        {
            var counter = new Span<byte>((void*)_counterBlock, sizeof(uint));
            uint value = _isFirst ? 1 : BinaryPrimitives.ReadUInt32BigEndian(counter) + _blocks;
            BinaryPrimitives.WriteUInt32BigEndian(counter, value);
        }
    }
}
