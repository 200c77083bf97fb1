using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// One private key of X25519 or X448 in libcrypto with a peer whose public key is written anew for each use: an object for each peer would cost a
/// tenth of the multiplication. One user at a time.
/// </summary>
internal sealed unsafe class LadderContext : IDisposable
{
    private void* _context;
    private void* _peer;

    private LadderContext(void* context, void* peer)
    {
        _context = context;
        _peer = peer;
    }

    /// <summary>A context for a private key, or null when the library has no such curve.</summary>
    /// <param name="nid">NID_X25519 or NID_X448.</param>
    /// <param name="key">The EVP_PKEY, which the context shares.</param>
    /// <param name="size">Bytes of a public key.</param>
    internal static LadderContext? Create(int nid, void* key, int size)
    {
        Span<byte> basis = stackalloc byte[size];
        basis.Clear();
        basis[0] = nid == LibCrypto.Agreement.NID_X25519 ? (byte)9 : (byte)5;   // any point does: it is replaced
        void* peer;
        fixed (byte* bytes = basis)
        {
            peer = LibCrypto.Agreement.EVP_PKEY_new_raw_public_key(nid, null, bytes, (nuint)size);
        }

        void* context = LibCrypto.Agreement.EVP_PKEY_CTX_new(key, null);
        if (peer != null && context != null && LibCrypto.Agreement.EVP_PKEY_derive_init(context) == 1
            && LibCrypto.Agreement.EVP_PKEY_derive_set_peer(context, peer) == 1)
        {
            return new LadderContext(context, peer);
        }

        LibCrypto.Agreement.EVP_PKEY_CTX_free(context);   // null is allowed for both
        LibCrypto.Agreement.EVP_PKEY_free(peer);
        LibCrypto.Bn.ERR_clear_error();
        return null;
    }

    /// <summary>Multiplies; little-endian, as RFC 7748 has it. False when the result is zero.</summary>
    internal bool TryMultiply(ReadOnlySpan<byte> u, Span<byte> result)
    {
        nuint length = (nuint)result.Length;
        fixed (byte* point = u)
        fixed (byte* to = result)
        {
            if (LibCrypto.Agreement.EVP_PKEY_set1_encoded_public_key(_peer, point, (nuint)u.Length) == 1
                && LibCrypto.Agreement.EVP_PKEY_derive(_context, to, &length) == 1)
            {
                return true;
            }
        }

        LibCrypto.Bn.ERR_clear_error();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LibCrypto.Agreement.EVP_PKEY_CTX_free(_context);
        LibCrypto.Agreement.EVP_PKEY_free(_peer);
        _context = null;
        _peer = null;
    }
}
