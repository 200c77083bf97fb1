using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// RSA, Diffie–Hellman, elliptic curves, X25519, X448 and SM2 over operand blocks as the public key device reads them (hisi-hpre.md section 3):
/// big-endian numbers of one fixed width side by side, leading zeros allowed. Built on libcrypto, which is optional at run time.
/// </summary>
/// <remarks>
/// One worker's: not thread safe. The <see cref="PreparedKeyCache"/> that each call takes may be shared by many engines. Warm calls allocate nothing on the
/// managed heap. The output is written only when the answer is <see cref="PublicKeyStatus.Ok"/>, and may be the input.
/// <para>Every operation with a private operand runs in constant time. These have no such path, or only a part of one (docs/crypto.md says more):</para>
/// <list type="table">
/// <listheader><term>operation</term><description>what its time depends on</description></listheader>
/// <item><term>verification, RSA with a public exponent</term><description>on its operands, which are public</description></item>
/// <item><term>RSA, exponent ‖ modulus</term><description>an exponent shorter than a quarter of the modulus counts as public; a private one that belongs to no usual
/// public exponent is used in constant time but without blinding</description></item>
/// <item><term>RSA and DH in general</term><description>the lengths of the operands in words of 64 bits</description></item>
/// <item><term>preparing a key</term><description>inversions of libcrypto without branches on the value, with divisions on the processor: once for each key</description></item>
/// <item><term>drawing a scalar</term><description>the count of rejected draws, which are thrown away</description></item>
/// </list>
/// </remarks>
public sealed partial class PublicKeyEngine : IDisposable
{
    /// <summary>Bytes of the widest operand: RSA and DH of 4096 bits.</summary>
    public const int MaxOperand = 512;

    private readonly Scratch _scratch = null!;
    private readonly BigNumber _number = null!;
    private readonly BigNumber _openNumber = null!;   // not marked as secret: the mark of any operand takes libcrypto to its slow paths
    private readonly BigNumber _result = null!;
    private readonly CurveScratch _curveScratch = null!;
    private bool _disposed;

    /// <summary>An engine with scratch memory of its own. It can be made without libcrypto, but then answers nothing else than
    /// <see cref="PublicKeyStatus.Unavailable"/>.</summary>
    public PublicKeyEngine()
    {
        if (IsAvailable)
        {
            _scratch = new Scratch();
            _number = new BigNumber(secret: true);
            _openNumber = new BigNumber(secret: false);
            _result = new BigNumber(secret: true);
            _curveScratch = new CurveScratch(_scratch);
        }
    }

    /// <summary>Whether libcrypto is there with all that the engine needs.</summary>
    public static bool IsAvailable => Reason.Length == 0;

    /// <summary>Why the engine cannot be used; empty when it can.</summary>
    public static string Reason { get; } = LibCrypto.PublicKeyReason;

    /// <summary>What libcrypto calls itself, such as "OpenSSL 3.0.19 27 Jan 2026"; empty when it is missing.</summary>
    public static string Version => LibCrypto.Version;

    /// <summary>Zeroes and frees the scratch memory.</summary>
    public void Dispose()
    {
        if (!_disposed && IsAvailable)
        {
            _scratch.Dispose();
            _number.Dispose();
            _openNumber.Dispose();
            _result.Dispose();
            _curveScratch.Dispose();
        }

        _disposed = true;
    }

    /// <summary>The prepared form of a block with a reference, from the cache or made now and kept there.</summary>
    private PublicKeyStatus Rent<TKey>(PreparedKeyCache keys, KeyClass kind, ReadOnlySpan<byte> block, out TKey? key)
        where TKey : PreparedKey, IPreparable<TKey>
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        UInt128 name = KeyedHash.Compute(kind, block);
        if (keys.Rent(name, kind, block) is TKey known)
        {
            key = known;
            return PublicKeyStatus.Ok;
        }

        PublicKeyStatus status = TKey.Prepare(kind, block, _scratch, out key);
        _scratch.Renew();
        if (status == PublicKeyStatus.Ok)
        {
            keys.Keep(name, key!);
        }

        return status;
    }

    /// <summary>Zeroes what a private operation left in the scratch numbers.</summary>
    private void Forget()
    {
        _number.Clear();
        _openNumber.Clear();
        _result.Clear();
        _scratch.Renew();
    }
}
