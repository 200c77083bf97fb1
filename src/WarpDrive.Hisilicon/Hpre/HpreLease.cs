using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>A worker's lease of one address space.</summary>
internal sealed class HpreLease(AddressSpace space) : IDisposable
{
    internal AddressSpace Space { get; } = space;

    internal MemoryLease Lease { get; } = space.CreateLease();

    /// <inheritdoc/>
    public void Dispose() => (Lease as IDisposable)?.Dispose();
}
