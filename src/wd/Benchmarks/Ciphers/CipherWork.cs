using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>What all contestants of a cipher job share: messages, key, and an IV for each message.</summary>
internal sealed unsafe class CipherWork
{
    private readonly FixedBytes _key;
    private readonly FixedBytes _ivs;

    internal CipherWork(CipherSpec spec, bool decrypt, int size, int batch)
    {
        Spec = spec;
        Decrypt = decrypt;
        Messages = new MessageSet(size, batch);
        _key = new FixedBytes(spec.KeyLength, 1);
        _ivs = new FixedBytes(batch * spec.BlockSize, 2);
    }

    internal CipherSpec Spec { get; }

    internal bool Decrypt { get; }

    internal MessageSet Messages { get; }

    internal ReadOnlySpan<byte> Key => _key.Span;

    internal byte* KeyAddress => _key.Address;

    /// <summary>The IV of a message of a batch; empty for ECB.</summary>
    internal ReadOnlyMemory<byte> Iv(int message) => _ivs.Slice(message * Spec.BlockSize, Spec.IvLength);

    /// <summary>The same by address; null for ECB.</summary>
    internal byte* IvAddress(int message) => Spec.IvLength == 0 ? null : _ivs.Address + (message * Spec.BlockSize);
}
