using WarpDrive.Engines.Native;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>A key of libcrypto and a context for one operation: EVP_PKEY_sign(3ssl), EVP_PKEY_verify(3ssl), EVP_PKEY_derive(3ssl). For one thread.</summary>
internal sealed unsafe class EvpKey : IDisposable
{
    private static readonly delegate* unmanaged[Cdecl]<void**, byte**, nint, void*> s_readPrivate =
        (delegate* unmanaged[Cdecl]<void**, byte**, nint, void*>)LibCrypto.Find("d2i_AutoPrivateKey");
    private static readonly delegate* unmanaged[Cdecl]<void**, byte**, nint, void*> s_readPublic =
        (delegate* unmanaged[Cdecl]<void**, byte**, nint, void*>)LibCrypto.Find("d2i_PUBKEY");
    private static readonly delegate* unmanaged[Cdecl]<void*, void*, void*> s_newContext =
        (delegate* unmanaged[Cdecl]<void*, void*, void*>)LibCrypto.Find("EVP_PKEY_CTX_new");
    private static readonly delegate* unmanaged[Cdecl]<void*, void> s_freeContext = (delegate* unmanaged[Cdecl]<void*, void>)LibCrypto.Find("EVP_PKEY_CTX_free");
    private static readonly delegate* unmanaged[Cdecl]<void*, void> s_freeKey = (delegate* unmanaged[Cdecl]<void*, void>)LibCrypto.Find("EVP_PKEY_free");
    private static readonly delegate* unmanaged[Cdecl]<void*, int> s_beginSign = (delegate* unmanaged[Cdecl]<void*, int>)LibCrypto.Find("EVP_PKEY_sign_init");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint*, byte*, nuint, int> s_sign =
        (delegate* unmanaged[Cdecl]<void*, byte*, nuint*, byte*, nuint, int>)LibCrypto.Find("EVP_PKEY_sign");
    private static readonly delegate* unmanaged[Cdecl]<void*, int> s_beginVerify = (delegate* unmanaged[Cdecl]<void*, int>)LibCrypto.Find("EVP_PKEY_verify_init");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint, byte*, nuint, int> s_verify =
        (delegate* unmanaged[Cdecl]<void*, byte*, nuint, byte*, nuint, int>)LibCrypto.Find("EVP_PKEY_verify");
    private static readonly delegate* unmanaged[Cdecl]<void*, int> s_beginDerive = (delegate* unmanaged[Cdecl]<void*, int>)LibCrypto.Find("EVP_PKEY_derive_init");
    private static readonly delegate* unmanaged[Cdecl]<void*, void*, int> s_setPeer =
        (delegate* unmanaged[Cdecl]<void*, void*, int>)LibCrypto.Find("EVP_PKEY_derive_set_peer");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, nuint*, int> s_derive =
        (delegate* unmanaged[Cdecl]<void*, byte*, nuint*, int>)LibCrypto.Find("EVP_PKEY_derive");
    private static readonly delegate* unmanaged[Cdecl]<void*, byte*, byte*, int> s_control =
        (delegate* unmanaged[Cdecl]<void*, byte*, byte*, int>)LibCrypto.Find("EVP_PKEY_CTX_ctrl_str");
    private static readonly delegate* unmanaged[Cdecl]<void> s_clearErrors = (delegate* unmanaged[Cdecl]<void>)LibCrypto.Find("ERR_clear_error");

    private readonly void* _context;
    private readonly void* _key;
    private readonly void* _peer;

    private EvpKey(void* key, void* peer, delegate* unmanaged[Cdecl]<void*, int> begin)
    {
        _key = key;
        _peer = peer;
        _context = Checked(s_newContext(key, null));
        Check(begin(_context));
    }

    /// <summary>Whether the library is installed.</summary>
    internal static bool IsAvailable => s_readPrivate != null && s_readPublic != null && s_newContext != null && s_freeContext != null && s_freeKey != null
        && s_beginSign != null && s_sign != null && s_beginVerify != null && s_verify != null && s_beginDerive != null && s_setPeer != null
        && s_derive != null && s_control != null && s_clearErrors != null;

    /// <summary>A context that signs digests of SHA-256, or for SM2 of SM3.</summary>
    /// <param name="privateKey">PKCS #8 (RFC 5208), DER.</param>
    /// <param name="pads">The key pads with the name of the digest (RSA).</param>
    internal static EvpKey ForSigning(byte[] privateKey, bool pads) => new EvpKey(Read(s_readPrivate, privateKey), null, s_beginSign).Pad(pads);

    /// <summary>A context that verifies.</summary>
    /// <param name="publicKey">SubjectPublicKeyInfo (RFC 5280 §4.1), DER.</param>
    /// <param name="pads">The key pads with the name of the digest (RSA).</param>
    internal static EvpKey ForVerifying(byte[] publicKey, bool pads) => new EvpKey(Read(s_readPublic, publicKey), null, s_beginVerify).Pad(pads);

    /// <summary>A context that agrees on a secret.</summary>
    /// <param name="privateKey">PKCS #8, DER.</param>
    /// <param name="peer">SubjectPublicKeyInfo of the other party, DER.</param>
    internal static EvpKey ForAgreement(byte[] privateKey, byte[] peer)
    {
        var key = new EvpKey(Read(s_readPrivate, privateKey), Read(s_readPublic, peer), s_beginDerive);
        Check(s_setPeer(key._context, key._peer));
        return key;
    }

    /// <summary>Signs a digest.</summary>
    /// <returns>Bytes of the signature, or -1.</returns>
    internal int Sign(byte[] digest, byte[] signature)
    {
        nuint length = (nuint)signature.Length;
        fixed (byte* to = signature)
        fixed (byte* from = digest)
        {
            return s_sign(_context, to, &length, from, (nuint)digest.Length) == 1 ? (int)length : -1;
        }
    }

    /// <summary>Whether a signature is good.</summary>
    internal bool Verify(byte[] digest, byte[] signature)
    {
        fixed (byte* what = signature)
        fixed (byte* from = digest)
        {
            if (s_verify(_context, what, (nuint)signature.Length, from, (nuint)digest.Length) == 1)
            {
                return true;
            }

            s_clearErrors();
            return false;
        }
    }

    /// <summary>Computes the secret.</summary>
    /// <returns>Its bytes, or -1.</returns>
    internal int Derive(byte[] secret)
    {
        nuint length = (nuint)secret.Length;
        fixed (byte* to = secret)
        {
            return s_derive(_context, to, &length) == 1 ? (int)length : -1;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        s_freeContext(_context);
        s_freeKey(_key);
        if (_peer != null)
        {
            s_freeKey(_peer);
        }
    }

    private static void* Read(delegate* unmanaged[Cdecl]<void**, byte**, nint, void*> read, byte[] der)
    {
        fixed (byte* first = der)
        {
            byte* at = first;
            return Checked(read(null, &at, der.Length));
        }
    }

    private static void* Checked(void* made)
    {
        Check(made == null ? 0 : 1);
        return made;
    }

    private static void Check(int result)
    {
        if (result != 1)
        {
            s_clearErrors();
            throw new NotSupportedException($"{LibCrypto.Version} does not take this key");
        }
    }

    private EvpKey Pad(bool pads)
    {
        if (pads)
        {
            fixed (byte* name = "digest\0"u8)
            fixed (byte* value = "sha256\0"u8)
            {
                Check(s_control(_context, name, value));
            }
        }

        return this;
    }
}
