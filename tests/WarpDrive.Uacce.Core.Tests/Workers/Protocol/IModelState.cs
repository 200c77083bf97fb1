namespace WarpDrive.Uacce.Core.Tests.Workers.Protocol;

/// <summary>A state of the machine on which a protocol is explored: memory, the buffers before it, and how far each thread is.</summary>
internal interface IModelState<TSelf>
    where TSelf : IModelState<TSelf>
{
    /// <summary>Whether nobody waits for anything.</summary>
    bool IsServed { get; }

    /// <summary>The same for the same state.</summary>
    string Key();

    TSelf Copy();

    /// <summary>Whether a thread has stores that nobody else has seen.</summary>
    bool HasStores(int thread);

    /// <summary>Lets the oldest of them out.</summary>
    void Flush(int thread);
}
