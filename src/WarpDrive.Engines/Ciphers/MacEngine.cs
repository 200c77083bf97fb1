using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Computes authentication codes of batches of messages by the fastest way of this machine.</summary>
/// <remarks>One worker's: not thread safe. It keeps the last keys prepared, zeroes them on eviction and dispose, and allocates nothing when warm.</remarks>
public sealed unsafe partial class MacEngine : IDisposable
{
    private const int TagSize = 16;

    private readonly CipherPath _forced;
    private readonly KeyCache _keys = new();
    private readonly ImbQueue? _imb;
    private bool _disposed;

    /// <summary>An engine for one worker.</summary>
    /// <param name="forced">A path to take wherever it serves the job; other jobs go the automatic way.</param>
    /// <exception cref="PlatformNotSupportedException">The library or the instructions of the forced path are missing.</exception>
    public MacEngine(CipherPath forced = CipherPath.Auto)
    {
        CipherPaths.Require(forced);
        _forced = forced;
        _imb = IpsecMb.IsAvailable ? new ImbQueue() : null;
    }

    /// <summary>Whether a path is there and serves an algorithm; it may still leave some lengths to another.</summary>
    public static bool IsAvailable(CipherPath path, MacKind kind) => CipherPaths.ReasonAgainst(path).Length == 0 && path switch
    {
        CipherPath.Auto or CipherPath.Managed => true,
        CipherPath.LibCrypto => kind is MacKind.AesCmac or MacKind.AesGmac,
        CipherPath.IpsecMb => kind != MacKind.Sm4Gmac,
        _ => kind == MacKind.Sm4Gmac,
    };

    /// <summary>Runs all jobs, of whatever algorithms and lengths; afterwards each says what ran it.</summary>
    /// <param name="jobs">The jobs.</param>
    /// <exception cref="CryptographicException">A library failed, for lack of memory.</exception>
    public void Run(Span<MacJob> jobs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _submitted = 0;
        try
        {
            RunAll(jobs);
            ReportLanes(jobs);
        }
        finally
        {
            _imb?.Collect();   // also after a failure: no job may be left that points to memory of the caller
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
            _imb?.Dispose();
        }
    }

    private void RunAll(Span<MacJob> jobs)
    {
        _keys.BeginRound();
        for (int i = 0; i < jobs.Length; i++)
        {
            ref MacJob job = ref jobs[i];
            job.Lanes = 1;
            job.Path = Choose(job);
            KeyUse use = job.Kind == MacKind.Sm4Gmac ? KeyUse.Sm4 : KeyUse.Aes;
            PreparedKey? key = _keys.TryGet(use, job.Key, job.KeyLength);
            if (key == null)
            {
                Finish();
                key = _keys.Get(use, job.Key, job.KeyLength);
            }

            RunOne(ref job, key);
        }
    }

    private CipherPath Choose(in MacJob job)
    {
        bool takes = _forced != CipherPath.Auto && IsAvailable(_forced, job.Kind)
            && (_forced != CipherPath.IpsecMb || MacChoice.FitsIpsecMb(job));
        return takes ? _forced : MacChoice.Of(job);
    }

    private void RunOne(ref MacJob job, PreparedKey key)
    {
        bool isGmac = job.Kind is MacKind.AesGmac or MacKind.Sm4Gmac;
        switch (job.Path)
        {
            case CipherPath.IpsecMb when isGmac:
                RunImbGmac(job, key);
                break;
            case CipherPath.IpsecMb:
                Submit(job, key);
                break;
            case CipherPath.LibCrypto when isGmac:
                RunEvpGmac(job, key);
                break;
            case CipherPath.LibCrypto:
                RunEvpCmac(job, key);
                break;
            default:
                RunManaged(ref job, key, isGmac);
                break;
        }
    }

    private static void RunManaged(ref MacJob job, PreparedKey key, bool isGmac)
    {
        job.Path = key.Use == KeyUse.Sm4 ? CipherPaths.OfSm4(CipherPaths.ToSm4(job.Path)) : CipherPath.Managed;
        if (isGmac)
        {
            Gcm.Authenticate(key, job.Iv, job.Source, job.Length, job.Output);
        }
        else if (job.Kind == MacKind.AesCmac)
        {
            CbcMac<AesBlocks>.Run(new AesBlocks(key.Aes), key.CmacSubkeys(), job.Source, job.Length, job.Output);
        }
        else
        {
            AesSchedule* first = key.XcbcKeys(out byte* others);
            CbcMac<AesBlocks>.Run(new AesBlocks(first), others, job.Source, job.Length, job.Output);
        }
    }

    private static void RunEvpGmac(in MacJob job, PreparedKey key)
    {
        var aead = new AeadJob
        {
            Kind = AeadKind.AesGcm,
            Iv = job.Iv,
            Associated = job.Source,
            AssociatedLength = job.Length,
            Tag = job.Output,
            TagLength = TagSize,
        };
        EvpAead.RunGcm(key.GcmContext(decrypt: false), ref aead);
    }

    private static void RunEvpCmac(in MacJob job, PreparedKey key)
    {
        void* context = key.CmacContext();
        nuint length;
        if (job.Length > 0)
        {
            EvpCipher.Check(LibCrypto.Ciphers.UpdateCmac(context, job.Source, (nuint)job.Length), "CMAC_Update");
        }

        EvpCipher.Check(LibCrypto.Ciphers.FinishCmac(context, job.Output, &length), "CMAC_Final");
    }
}
