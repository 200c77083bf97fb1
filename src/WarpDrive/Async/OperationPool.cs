using System.Runtime.InteropServices;

namespace WarpDrive;

/// <summary>Operations that wait to be used again.</summary>
/// <remarks>Thread safe.</remarks>
internal sealed class OperationPool
{
    private const int Most = 8192;

    private readonly Lock _lock = new();
    private CompressionOperation? _first;
    private int _count;

    /// <summary>An address for inputs of no bytes, which have none of their own.</summary>
    internal static unsafe ulong Nowhere { get; } = (ulong)NativeMemory.AllocZeroed(64);

    internal CompressionOperation Rent()
    {
        lock (_lock)
        {
            if (_first is CompressionOperation operation)
            {
                _first = operation.Next;
                operation.Next = null;
                _count--;
                return operation;
            }
        }

        return new CompressionOperation(this);
    }

    internal void Return(CompressionOperation operation)
    {
        lock (_lock)
        {
            if (_count < Most)
            {
                operation.Next = _first;
                _first = operation;
                _count++;
            }
        }
    }
}
