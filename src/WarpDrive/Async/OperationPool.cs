namespace WarpDrive;

/// <summary>Operations that wait to be used again.</summary>
/// <typeparam name="TOperation">Kind of operation.</typeparam>
/// <remarks>Thread safe. One for the process: an operation at rest refers to no library instance.</remarks>
internal sealed class OperationPool<TOperation>
    where TOperation : class, IPooledOperation<TOperation>, new()
{
    private const int Most = 8192;

    private readonly Lock _lock = new();
    private TOperation? _first;
    private int _count;

    internal static OperationPool<TOperation> Shared { get; } = new();

    internal TOperation Rent()
    {
        lock (_lock)
        {
            if (_first is TOperation operation)
            {
                _first = operation.NextInPool;
                operation.NextInPool = null;
                _count--;
                return operation;
            }
        }

        return new TOperation();
    }

    internal void Return(TOperation operation)
    {
        lock (_lock)
        {
            if (_count < Most)
            {
                operation.NextInPool = _first;
                _first = operation;
                _count++;
            }
        }
    }
}
