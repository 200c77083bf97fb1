namespace WarpDrive.Engines.PublicKey;

/// <summary>Temporary numbers for libcrypto's curves: one engine's.</summary>
internal sealed class CurveScratch(Scratch scratch) : IDisposable
{
    internal Scratch Pool => scratch;

    internal BigNumber Scalar { get; } = new(secret: true);

    internal BigNumber SecondScalar { get; } = new(secret: false);

    internal BigNumber X { get; } = new(secret: false);

    internal BigNumber Y { get; } = new(secret: false);

    /// <summary>Zeroes what an operation left.</summary>
    internal void Clear()
    {
        Scalar.Clear();
        SecondScalar.Clear();
        X.Clear();
        Y.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Scalar.Dispose();
        SecondScalar.Dispose();
        X.Dispose();
        Y.Dispose();
    }
}
