namespace WarpDrive.Uacce.Core;

/// <summary>The memory of this process.</summary>
public sealed class LocalSource : AddressSpaceSource
{
    private LocalSource()
    {
    }

    /// <summary>The only one.</summary>
    public static LocalSource Instance { get; } = new();

    /// <inheritdoc/>
    public override object Identity => this;

    /// <inheritdoc/>
    public override AddressSpace Create(uint pasid) => new LocalAddressSpace(pasid);
}
