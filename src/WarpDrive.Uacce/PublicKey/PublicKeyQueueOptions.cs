namespace WarpDrive.Uacce.PublicKey;

/// <summary>What a public-key queue is set up for; fixed for its life.</summary>
public sealed record PublicKeyQueueOptions : QueueOptions
{
    /// <summary>Which operations it takes.</summary>
    public PublicKeyFamily Family { get; init; }
}
