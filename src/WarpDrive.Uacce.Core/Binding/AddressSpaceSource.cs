namespace WarpDrive.Uacce.Core;

/// <summary>Whose memory the queues of an opener name: tells address spaces apart, and makes the object for one when its first queue is opened.</summary>
public abstract class AddressSpaceSource
{
    /// <summary>Equal for openers that share an address space.</summary>
    public abstract object Identity { get; }

    /// <summary>Makes the address space. If it is <see cref="IDisposable"/>, it is disposed after its last queue is gone.</summary>
    /// <param name="pasid">Its number, 1…2^20−1.</param>
    public abstract AddressSpace Create(uint pasid);
}
