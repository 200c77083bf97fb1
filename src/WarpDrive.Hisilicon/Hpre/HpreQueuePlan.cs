using WarpDrive.Engines.PublicKey;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>What the device keeps for an open queue, from its first start to its close.</summary>
internal sealed class HpreQueuePlan(HpreKeyStore store, AddressSpace space) : IDisposable
{
    private bool _disposed;

    /// <summary>Queue type 1; fixed at each start.</summary>
    internal bool IsElliptic { get; set; }

    /// <summary>Prepared keys of the opener's address space.</summary>
    internal PreparedKeyCache Keys { get; } = store.Rent(space);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            store.Return(space);
        }
    }
}
