using System.Security.Cryptography;
using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Aeads;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>The runtime's AesGcm and AesCcm.</summary>
internal sealed class RuntimeAead : BatchContestant
{
    private readonly AeadWork _work;
    private readonly AesGcm? _gcm;
    private readonly AesCcm? _ccm;
    private readonly byte[][] _nonces;
    private readonly byte[] _associated;

    internal RuntimeAead(AeadWork work)
        : base(work.Messages, work.ResultSize)
    {
        _work = work;
        _nonces = [.. Enumerable.Range(0, Messages.Batch).Select(message => work.Nonce(message).ToArray())];
        _associated = work.Associated.ToArray();
        if (work.Spec.Algorithm == AeadAlgorithm.AesGcm)
        {
            _gcm = new AesGcm(work.Key, AeadSpec.TagLength);
        }
        else
        {
            _ccm = new AesCcm(work.Key);
        }
    }

    /// <summary>Whether the runtime has it on this machine.</summary>
    internal static bool Has(AeadSpec spec) => spec.Algorithm switch
    {
        AeadAlgorithm.AesGcm => AesGcm.IsSupported,
        AeadAlgorithm.AesCcm => AesCcm.IsSupported,
        _ => false,
    };

    /// <summary>What reports call it.</summary>
    internal static string NameOf(AeadSpec spec) => spec.Algorithm == AeadAlgorithm.AesGcm ? nameof(AesGcm) : nameof(AesCcm);

    public override int Run(long index)
    {
        ReadOnlySpan<byte> messages = Messages.Of(index);
        Span<byte> results = Results;
        for (int i = 0; i < Messages.Batch; i++)
        {
            ReadOnlySpan<byte> from = messages.Slice(i * Messages.Size, Messages.Size);
            Span<byte> to = results.Slice(i * ResultSize, ResultSize);
            if (_work.Decrypt)
            {
                Open(_nonces[i], from, to);
            }
            else
            {
                Seal(_nonces[i], from, to);
            }
        }

        return results.Length;
    }

    protected override void Close()
    {
        _gcm?.Dispose();
        _ccm?.Dispose();
    }

    private void Seal(byte[] nonce, ReadOnlySpan<byte> plain, Span<byte> sealedMessage)
    {
        Span<byte> cipher = sealedMessage[..plain.Length];
        Span<byte> tag = sealedMessage[plain.Length..];
        if (_gcm is not null)
        {
            _gcm.Encrypt(nonce, plain, cipher, tag, _associated);
        }
        else
        {
            _ccm!.Encrypt(nonce, plain, cipher, tag, _associated);
        }
    }

    private void Open(byte[] nonce, ReadOnlySpan<byte> sealedMessage, Span<byte> plain)
    {
        ReadOnlySpan<byte> cipher = sealedMessage[..plain.Length];
        ReadOnlySpan<byte> tag = sealedMessage[plain.Length..];
        if (_gcm is not null)
        {
            _gcm.Decrypt(nonce, cipher, tag, plain, _associated);
        }
        else
        {
            _ccm!.Decrypt(nonce, cipher, tag, plain, _associated);
        }
    }
}
