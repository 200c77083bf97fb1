namespace WarpDrive;

/// <summary>An operation that can stand in a pool.</summary>
internal interface IPooledOperation<TOperation>
    where TOperation : class
{
    /// <summary>The next one in the pool.</summary>
    TOperation? NextInPool { get; set; }
}
