using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Encrypts and tags, decrypts and verifies batches of jobs by the fastest way of this machine.</summary>
/// <remarks>One worker's: not thread safe. It keeps the last keys prepared, zeroes them on eviction and dispose, and allocates nothing when warm.</remarks>
public sealed unsafe partial class AeadEngine : IDisposable
{
    private readonly CipherPath _forced;
    private readonly KeyCache _keys = new();
    private readonly ImbQueue? _imb;
    private readonly byte* _memory;   // struct gcm_context_data, then tags of jobs under way
    private bool _disposed;

    /// <summary>An engine for one worker.</summary>
    /// <param name="forced">A path to take wherever it serves the job; other jobs go the automatic way.</param>
    /// <exception cref="PlatformNotSupportedException">The library or the instructions of the forced path are missing.</exception>
    public AeadEngine(CipherPath forced = CipherPath.Auto)
    {
        CipherPaths.Require(forced);
        _forced = forced;
        _memory = AllocateMemory();
        _imb = IpsecMb.IsAvailable ? new ImbQueue() : null;
    }

    /// <summary>Whether a path is there and serves a cipher; it may still leave some lengths, and streams, to another.</summary>
    public static bool IsAvailable(CipherPath path, AeadKind kind) => CipherPaths.ReasonAgainst(path).Length == 0 && path switch
    {
        CipherPath.Auto or CipherPath.Managed => true,
        CipherPath.LibCrypto => kind switch
        {
            AeadKind.AesGcm => LibCrypto.Ciphers.FindGcm(CipherKind.Aes, 16) != null,
            AeadKind.AesCcm => LibCrypto.Ciphers.FindCcm(CipherKind.Aes, 16) != null,
            _ => false,
        },
        CipherPath.IpsecMb => kind is AeadKind.AesGcm or AeadKind.AesCcm,
        _ => kind is AeadKind.Sm4Gcm or AeadKind.Sm4Ccm,
    };

    /// <summary>Runs all jobs, of whatever ciphers and lengths; afterwards each says what ran it and whether its tag was wrong.</summary>
    /// <param name="jobs">The jobs, in the order in which parts of one stream follow each other.</param>
    /// <exception cref="CryptographicException">A library failed, for lack of memory.</exception>
    public void Run(Span<AeadJob> jobs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        try
        {
            RunAll(jobs);
        }
        catch
        {
            Abandon();
            throw;
        }
    }

    /// <summary>Keys that are prepared now.</summary>
    public int PreparedKeys => _keys.Count;

    /// <summary>Zeroes the keys that it keeps prepared; those that are needed again are prepared again.</summary>
    public void ForgetKeys() => _keys.Clear();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _keys.Dispose();
            _sm4Ccm?.Dispose();
            FreeMemory(_memory);
            _imb?.Dispose();
        }
    }

    private void RunAll(Span<AeadJob> jobs)
    {
        _keys.BeginRound();
        int first = 0;
        for (int i = 0; i < jobs.Length; i++)
        {
            ref AeadJob job = ref jobs[i];
            job.Lanes = 1;
            job.TagMismatch = false;
            job.Path = Choose(job);
            KeyUse use = job.Kind is AeadKind.AesGcm or AeadKind.AesCcm ? KeyUse.Aes : KeyUse.Sm4;
            PreparedKey? key = _keys.TryGet(use, job.Key, job.KeyLength);
            if (key == null || IsFull)
            {
                Finish(jobs[first..i]);
                first = i;
                _keys.BeginRound();
                key = _keys.Get(use, job.Key, job.KeyLength);
            }

            RunOne(i - first, ref job, key);
        }

        Finish(jobs[first..]);
    }

    private CipherPath Choose(in AeadJob job) =>
        _forced != CipherPath.Auto && Fits(_forced, job) ? _forced : AeadChoice.Of(job);

    private static bool Fits(CipherPath path, in AeadJob job) =>
        IsAvailable(path, job.Kind) && path switch
        {
            CipherPath.LibCrypto => job.Part == AeadPart.Whole,
            CipherPath.IpsecMb => AeadChoice.FitsIpsecMb(job),
            _ => true,
        };

    private void RunOne(int index, ref AeadJob job, PreparedKey key)
    {
        bool isGcm = job.Kind is AeadKind.AesGcm or AeadKind.Sm4Gcm;
        switch (job.Path)
        {
            case CipherPath.IpsecMb when isGcm:
                RunImbGcm(ref job, key);
                break;
            case CipherPath.IpsecMb:
                SubmitImbCcm(ref job, key);
                break;
            case CipherPath.LibCrypto when isGcm:
                EvpAead.RunGcm(key.GcmContext(job.Decrypt), ref job);
                break;
            case CipherPath.LibCrypto:
                _evpContext = EvpAead.RunCcm(_evpContext, key, ref job);
                break;
            default:
                Sm4Path path = CipherPaths.ToSm4(job.Path);
                job.Path = key.Use == KeyUse.Sm4 ? CipherPaths.OfSm4(path) : CipherPath.Managed;
                if (isGcm)
                {
                    Gcm.Run(key, path, _forced is CipherPath.Managed or CipherPath.LibCrypto ? null : _imb, ref job);
                }
                else if (job.Kind == AeadKind.AesCcm)
                {
                    Ccm<AesBlocks>.Run(new AesBlocks(key.Aes), ref job);
                }
                else
                {
                    QueueSm4Ccm(index, key, path, ref job);
                }

                break;
        }
    }
}
