using System.Security.Cryptography;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Ciphers;
using Mode = WarpDrive.Uacce.Ciphers.CipherMode;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>The one-shot methods of the runtime's classes.</summary>
internal sealed class RuntimeCipher : BatchContestant
{
    private const int FeedbackBits = 128;

    private readonly CipherWork _work;
    private readonly SymmetricAlgorithm _algorithm;
    private readonly byte[][] _ivs;

    internal RuntimeCipher(CipherWork work)
        : base(work.Messages, work.Messages.Size)
    {
        _work = work;
        _algorithm = work.Spec.Algorithm == CipherAlgorithm.Aes ? Aes.Create() : TripleDES.Create();
        _algorithm.Key = work.Key.ToArray();
        _ivs = [.. Enumerable.Range(0, Messages.Batch).Select(message => work.Iv(message).ToArray())];
    }

    /// <summary>Whether the runtime has the cipher in the mode; in CFB it takes whole blocks only.</summary>
    internal static bool Has(CipherSpec spec, int size) => spec.Algorithm switch
    {
        CipherAlgorithm.Aes => spec.Mode is Mode.Ecb or Mode.Cbc || (spec.Mode == Mode.Cfb && size % spec.BlockSize == 0),
        CipherAlgorithm.TripleDes => true,
        _ => false,
    };

    /// <summary>What reports call it.</summary>
    internal static string NameOf(CipherSpec spec, bool decrypt) =>
        $"{(spec.Algorithm == CipherAlgorithm.Aes ? nameof(Aes) : nameof(TripleDES))}.{(decrypt ? "Decrypt" : "Encrypt")}{spec.Mode}";

    public override int Run(long index)
    {
        ReadOnlySpan<byte> messages = Messages.Of(index);
        Span<byte> results = Results;
        int size = Messages.Size;
        for (int i = 0; i < Messages.Batch; i++)
        {
            int offset = i * size;
            if (RunOne(messages.Slice(offset, size), _ivs[i], results.Slice(offset, size)) != size)
            {
                return -1;
            }
        }

        return results.Length;
    }

    protected override void Close() => _algorithm.Dispose();

    private int RunOne(ReadOnlySpan<byte> source, byte[] iv, Span<byte> destination) => (_work.Spec.Mode, _work.Decrypt) switch
    {
        (Mode.Ecb, false) => _algorithm.EncryptEcb(source, destination, PaddingMode.None),
        (Mode.Ecb, true) => _algorithm.DecryptEcb(source, destination, PaddingMode.None),
        (Mode.Cbc, false) => _algorithm.EncryptCbc(source, iv, destination, PaddingMode.None),
        (Mode.Cbc, true) => _algorithm.DecryptCbc(source, iv, destination, PaddingMode.None),
        (_, false) => _algorithm.EncryptCfb(source, iv, destination, PaddingMode.None, FeedbackBits),
        (_, true) => _algorithm.DecryptCfb(source, iv, destination, PaddingMode.None, FeedbackBits),
    };
}
