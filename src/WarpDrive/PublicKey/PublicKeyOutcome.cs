namespace WarpDrive;

/// <summary>What a public-key operation says beside its result.</summary>
/// <param name="IsValid">Whether a signature is valid; false for all else.</param>
/// <param name="Receipt">Where it ran.</param>
internal readonly record struct PublicKeyOutcome(bool IsValid, Receipt Receipt);
