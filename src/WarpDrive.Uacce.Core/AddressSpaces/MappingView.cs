namespace WarpDrive.Uacce.Core;

/// <summary>The mappings of a process during one acquisition. Belongs to one lease.</summary>
/// <remarks>What was seen is forgotten at <see cref="Begin"/>: a mapping that went away between two requests must be missed by the second.</remarks>
internal abstract class MappingView : IDisposable
{
    /// <summary>Whether the kernel has said that the address space is no more.</summary>
    public bool HasEnded { get; protected set; }

    /// <summary>Starts an acquisition: nothing seen before counts.</summary>
    public abstract void Begin();

    /// <summary>The mapping that covers an address.</summary>
    /// <param name="address">Any address.</param>
    /// <param name="mapping">The mapping.</param>
    /// <returns>False when nothing is mapped there.</returns>
    public abstract bool TryFind(ulong address, out Mapping mapping);

    /// <summary>Closes what it reads from.</summary>
    public abstract void Dispose();
}
