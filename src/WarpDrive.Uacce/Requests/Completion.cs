namespace WarpDrive.Uacce;

/// <summary>One finished request of a class whose results all lie in the caller's memory: digest, cipher, AEAD, public key.</summary>
public struct Completion : ICompletion
{
    /// <inheritdoc/>
    public uint Tag { get; set; }
    /// <inheritdoc/>
    public RequestStatus Status { get; set; }
    /// <summary>The device's own error code, see the device's specification.</summary>
    public ushort DeviceStatus { get; set; }
    /// <summary>Device-specific detail of a failure, 0 none.</summary>
    public ushort Reason { get; set; }
    /// <inheritdoc/>
    public ushort Engine { get; set; }
    /// <summary>Bytes written to the destination.</summary>
    public int Produced { get; set; }
    /// <summary>Answer of a request that asks: whether a signature is valid. False for all others.</summary>
    public bool IsValid { get; set; }
    /// <inheritdoc/>
    public ulong FaultAddress { get; set; }
    /// <inheritdoc/>
    public long TakenAt { get; set; }
    /// <inheritdoc/>
    public uint ServedNanoseconds { get; set; }
    /// <inheritdoc/>
    public uint BatchSize { get; set; }
}
