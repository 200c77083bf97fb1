using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Encrypts and decrypts batches of jobs by the fastest way of this machine.</summary>
/// <remarks>One worker's: not thread safe. It keeps the last keys prepared, zeroes them on eviction and dispose, and allocates nothing when warm.</remarks>
public sealed unsafe partial class CipherEngine : IDisposable
{
    private readonly CipherPath _forced;
    private readonly KeyCache _keys = new();
    private readonly ImbQueue? _imb;
    private int _desJobs;
    private int _tripleDesJobs;
    private bool _disposed;

    /// <summary>An engine for one worker.</summary>
    /// <param name="forced">A path to take wherever it serves the cipher and the mode; other jobs go the automatic way.</param>
    /// <exception cref="PlatformNotSupportedException">The library or the instructions of the forced path are missing.</exception>
    public CipherEngine(CipherPath forced = CipherPath.Auto)
    {
        CipherPaths.Require(forced);
        _forced = forced;
        _imb = IpsecMb.IsAvailable ? new ImbQueue() : null;
    }

    /// <summary>Whether a path is there and serves a cipher in a mode. DES has no managed code: it needs a library.</summary>
    public static bool IsAvailable(CipherPath path, CipherKind kind, BlockMode mode) => CipherPaths.Serves(path, kind, mode);

    /// <summary>Whether this machine can run a job at all: always, but for DES in a mode or of a length that no library here takes.</summary>
    /// <param name="kind">The cipher.</param>
    /// <param name="mode">The mode.</param>
    /// <param name="length">Bytes of the job.</param>
    public static bool CanRun(CipherKind kind, BlockMode mode, int length) =>
        CipherPaths.Serves(CipherPath.Managed, kind, mode)
        || CipherPaths.HasDes(mode, length, CipherPaths.Serves(CipherPath.LibCrypto, kind, mode), IpsecMb.IsAvailable);

    /// <summary>Runs all jobs, of whatever ciphers, modes and lengths; afterwards each says what ran it.</summary>
    /// <param name="jobs">The jobs. None reads what another writes.</param>
    /// <exception cref="PlatformNotSupportedException">No library is there for DES.</exception>
    /// <exception cref="CryptographicException">A library failed, for lack of memory.</exception>
    public void Run(Span<CipherJob> jobs)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        CountAlike(jobs);
        LookForParting(jobs);
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
            foreach (SerialQueue<Sm4Lane>? queue in _sm4Queues)
            {
                queue?.Dispose();
            }

            foreach (SerialQueue<AesLane>? queue in _aesQueues)
            {
                queue?.Dispose();
            }

            _imb?.Dispose();
        }
    }

    private void RunAll(Span<CipherJob> jobs)
    {
        _keys.BeginRound();
        int first = 0;
        for (int i = 0; i < jobs.Length; i++)
        {
            ref CipherJob job = ref jobs[i];
            job.Lanes = 1;
            job.Path = Choose(job);
            PreparedKey? key = Key(job);
            if (key == null || !TryStart(i - first, ref job, key))
            {
                Finish(jobs[first..i]);
                first = i;
                _keys.BeginRound();
                key = Key(job)!;
                _ = TryStart(0, ref job, key);
            }
        }

        Finish(jobs[first..]);
    }

    /// <summary>Counts the jobs whose number decides whether they go side by side.</summary>
    private void CountAlike(ReadOnlySpan<CipherJob> jobs)
    {
        _desJobs = 0;
        _tripleDesJobs = 0;
        _aesSerialJobs = 0;
        foreach (ref readonly CipherJob job in jobs)
        {
            _desJobs += job.Kind == CipherKind.Des ? 1 : 0;
            _tripleDesJobs += job.Kind == CipherKind.TripleDes ? 1 : 0;
            _aesSerialJobs += job.Kind == CipherKind.Aes && IsSerial(job, out _) ? 1 : 0;
        }
    }

    private PreparedKey? Key(in CipherJob job)
    {
        bool isXts = job.Mode is BlockMode.Xts or BlockMode.XtsGb;
        switch (job.Kind)
        {
            case CipherKind.Aes:
                return _keys.TryGet(isXts ? KeyUse.AesXts : KeyUse.Aes, job.Key, job.KeyLength);
            case CipherKind.Sm4:
                return _keys.TryGet(isXts ? KeyUse.Sm4Xts : KeyUse.Sm4, job.Key, job.KeyLength);
            default:
                // One key is three times the same, two are K1, K2, K1 (SP 800-67, 3.2).
                byte* three = stackalloc byte[24];
                for (int i = 0; i < 3; i++)
                {
                    Buffer.MemoryCopy(job.Key + i * 8 % job.KeyLength, three + i * 8, 8, 8);
                }

                PreparedKey? key = _keys.TryGet(KeyUse.TripleDes, three, 24);
                CryptographicOperations.ZeroMemory(new Span<byte>(three, 24));
                return key;
        }
    }

    private CipherPath Choose(in CipherJob job)
    {
        if (_forced != CipherPath.Auto && CipherPaths.Serves(_forced, job.Kind, job.Mode)
            && (_forced != CipherPath.IpsecMb || CipherChoice.FitsIpsecMb(job)))
        {
            return _forced;
        }

        int alike = job.Kind switch { CipherKind.Aes => _aesSerialJobs, CipherKind.Des => _desJobs, _ => _tripleDesJobs };
        return CipherChoice.Of(job, alike);
    }

    /// <summary>Runs a job, or sets it going until the round ends.</summary>
    /// <returns>False when the round has to end first.</returns>
    private bool TryStart(int index, ref CipherJob job, PreparedKey key)
    {
        if (job.Path == CipherPath.IpsecMb)
        {
            return TrySubmit(index, job, key);
        }

        if (job.Kind == CipherKind.Sm4 && job.Path != CipherPath.LibCrypto && IsSerial(job, out Sm4SerialMode mode))
        {
            return TryQueue(index, job, key, mode);
        }

        if (WaitsForLanes(job))
        {
            return TryQueueAes(index, job, key);
        }

        RunAlone(ref job, key);
        return true;
    }

    private static void RunAlone(ref CipherJob job, PreparedKey key)
    {
        if (job.Path == CipherPath.LibCrypto && TryLibCrypto(job, key))
        {
            return;
        }

        if (job.Kind == CipherKind.Aes)
        {
            job.Path = CipherPath.Managed;
            BlockModes<AesBlocks>.Run(new AesBlocks(key.Aes), new AesBlocks(key.AesTweak), job);
        }
        else if (job.Kind == CipherKind.Sm4)
        {
            Sm4Path path = CipherPaths.ToSm4(job.Path);
            job.Path = CipherPaths.OfSm4(path);
            Sm4Modes.Run(key, job, path);
        }
        else
        {
            throw new PlatformNotSupportedException($"DES needs libcrypto or libIPSec_MB: {LibCrypto.Ciphers.Reason}; {IpsecMb.Reason}");
        }
    }

    private static bool TryLibCrypto(in CipherJob job, PreparedKey key)
    {
        CipherKind kind = job.Kind == CipherKind.Des ? CipherKind.TripleDes : job.Kind;
        if (job.Mode < BlockMode.XtsGb)
        {
            void* context = key.Context(kind, job.Mode, job.Decrypt);
            if (context == null)
            {
                return false;
            }

            EvpCipher.Run(context, job.Mode == BlockMode.Ecb ? null : job.Iv, job.Source, job.Destination, job.Length);
            return true;
        }

        int prefix = BlockModes<EvpBlocks>.StealingPrefix(job.Length, job.Decrypt);
        void* chain = key.Context(kind, BlockMode.Cbc, job.Decrypt);
        void* encrypt = key.Context(kind, BlockMode.Ecb, decrypt: false);
        void* decrypt = key.Context(kind, BlockMode.Ecb, decrypt: true);
        if (job.Mode == BlockMode.XtsGb || chain == null || encrypt == null || decrypt == null)
        {
            return false;
        }

        var blocks = new EvpBlocks(encrypt, decrypt);
        if (job.Decrypt)
        {
            BlockModes<EvpBlocks>.StealingDecryptEnd(blocks, job.Mode, job.Iv, job.Source, job.Destination, job.Length);
        }

        if (prefix > 0)
        {
            EvpCipher.Run(chain, job.Iv, job.Source, job.Destination, prefix);
        }

        if (!job.Decrypt)
        {
            BlockModes<EvpBlocks>.StealingEncryptEnd(blocks, job.Mode, job.Iv, job.Source, job.Destination, job.Length);
        }

        return true;
    }
}
