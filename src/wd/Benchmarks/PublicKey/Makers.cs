using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Ways to make contestants that own a key of their own.</summary>
internal static class Makers
{
    /// <summary>libcrypto makes something; null when it is not installed.</summary>
    /// <param name="open">Opens the key.</param>
    /// <param name="make">Writes the result into the room and returns its length, or -1.</param>
    /// <param name="normalise">Brings a result into the form of the others; null when it is in it.</param>
    internal static Func<Contestant>? ByLibCrypto(Func<EvpKey> open, Func<EvpKey, byte[], int> make, Func<byte[], byte[]>? normalise = null) =>
        EvpKey.IsAvailable ? () => Making(open(), make, normalise) : null;

    /// <summary>libcrypto verifies; null when it is not installed.</summary>
    /// <param name="open">Opens the key.</param>
    /// <param name="good">A good signature.</param>
    /// <param name="bad">A wrong one.</param>
    internal static Func<Contestant>? VerifiedByLibCrypto(Func<EvpKey> open, byte[] good, byte[] bad) =>
        EvpKey.IsAvailable ? () => Verifying(open(), good, bad, (evp, signature) => evp.Verify(Samples.Digest, signature)) : null;

    /// <summary>The engine makes something.</summary>
    /// <param name="make">Writes the result into the room and returns its length, or -1.</param>
    /// <param name="normalise">Brings a result into the form of the others; null when it is in it.</param>
    internal static Func<Contestant> ByEngine(Func<EngineKey, byte[], int> make, Func<byte[], byte[]>? normalise = null) =>
        () => Making(new EngineKey(), make, normalise);

    /// <summary>The engine verifies.</summary>
    /// <param name="good">A good signature, in the engine's form.</param>
    /// <param name="bad">A wrong one.</param>
    /// <param name="verify">Whether a signature is good.</param>
    internal static Func<Contestant> VerifiedByEngine(byte[] good, byte[] bad, Func<EngineKey, byte[], bool> verify) =>
        () => Verifying(new EngineKey(), good, bad, verify);

    private static MakingContestant Making<TKey>(TKey key, Func<TKey, byte[], int> make, Func<byte[], byte[]>? normalise)
        where TKey : IDisposable => new(room => make(key, room)) { Owned = key, Normalise = normalise };

    private static VerifyingContestant Verifying<TKey>(TKey key, byte[] good, byte[] bad, Func<TKey, byte[], bool> verify)
        where TKey : IDisposable => new(good, bad, signature => verify(key, signature)) { Owned = key };
}
