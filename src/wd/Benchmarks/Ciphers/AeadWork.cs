using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>What all contestants of a job of authenticated encryption share. To decrypt, a message is ciphertext and tag, one behind the other.</summary>
internal sealed unsafe class AeadWork
{
    private readonly FixedBytes _key;
    private readonly FixedBytes _nonces;
    private readonly FixedBytes _associated;

    internal AeadWork(AeadSpec spec, bool decrypt, int payload, int batch)
    {
        Spec = spec;
        Decrypt = decrypt;
        Payload = payload;
        Messages = new MessageSet(decrypt ? payload + AeadSpec.TagLength : payload, batch);
        _key = new FixedBytes(spec.KeyLength, 1);
        _nonces = new FixedBytes(batch * AeadSpec.NonceLength, 2);
        _associated = new FixedBytes(AeadSpec.AssociatedLength, 3);
    }

    internal AeadSpec Spec { get; }

    internal bool Decrypt { get; }

    /// <summary>Bytes that are encrypted.</summary>
    internal int Payload { get; }

    internal MessageSet Messages { get; }

    /// <summary>Bytes of a result: the payload, with a tag behind it when encrypting.</summary>
    internal int ResultSize => Decrypt ? Payload : Payload + AeadSpec.TagLength;

    internal ReadOnlySpan<byte> Key => _key.Span;

    internal byte* KeyAddress => _key.Address;

    internal ReadOnlyMemory<byte> Associated => _associated.Slice(0, AeadSpec.AssociatedLength);

    internal byte* AssociatedAddress => _associated.Address;

    /// <summary>The nonce of a message of a batch.</summary>
    internal ReadOnlyMemory<byte> Nonce(int message) => _nonces.Slice(message * AeadSpec.NonceLength, AeadSpec.NonceLength);

    /// <summary>The same by address.</summary>
    internal byte* NonceAddress(int message) => _nonces.Address + (message * AeadSpec.NonceLength);

    /// <summary>Fills the messages to decrypt with what another encrypts.</summary>
    /// <param name="encrypt">Makes the other, which encrypts the work that it is given.</param>
    internal void FillWith(Func<AeadWork, BatchContestant> encrypt)
    {
        var plain = new AeadWork(Spec, decrypt: false, Payload, Messages.Batch);
        using BatchContestant other = encrypt(plain);
        for (int set = 0; set < Messages.Sets; set++)
        {
            _ = other.Run(set);
            Messages.Replace(set, other.Output);
        }
    }
}
