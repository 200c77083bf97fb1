using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>Verifies a signature. Its output is 1 when it refuses a wrong one.</summary>
/// <param name="good">A signature that another implementation made.</param>
/// <param name="bad">The same with an error.</param>
/// <param name="verify">Whether a signature is good.</param>
internal sealed class VerifyingContestant(byte[] good, byte[] bad, Func<byte[], bool> verify) : Contestant
{
    /// <summary>Where the last operation ran; null for those that do not tell.</summary>
    internal Func<Receipt>? LastReceipt { get; init; }

    /// <summary>Goes with the contestant.</summary>
    internal IDisposable? Owned { get; init; }

    internal override ReadOnlySpan<byte> Output => new byte[] { verify(bad) ? (byte)0 : (byte)1 };

    internal override Receipt Receipt => LastReceipt?.Invoke() ?? default;

    public override int Run(long index) => verify(good) ? 1 : -1;

    protected override void Close() => Owned?.Dispose();
}
