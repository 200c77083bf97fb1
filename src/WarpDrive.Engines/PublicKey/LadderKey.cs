using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>A private key of X25519 or X448 in libcrypto, with as many contexts as it was used from threads at once. Thread safe.</summary>
internal sealed unsafe class LadderKey : IDisposable
{
    private readonly Lock _gate = new();
    private readonly int _nid;
    private readonly Stack<LadderContext> _idle = new();
    private void* _key;

    private LadderKey(int nid, void* key)
    {
        _nid = nid;
        _key = key;
    }

    /// <summary>A key from its little-endian bytes; null when the library has no such curve.</summary>
    internal static LadderKey? Create(int nid, ReadOnlySpan<byte> scalar)
    {
        void* key;
        fixed (byte* bytes = scalar)
        {
            key = LibCrypto.Agreement.EVP_PKEY_new_raw_private_key(nid, null, bytes, (nuint)scalar.Length);
        }

        if (key == null)
        {
            LibCrypto.Bn.ERR_clear_error();
            return null;
        }

        return new LadderKey(nid, key);
    }

    /// <summary>Multiplies; little-endian. False when the result is zero.</summary>
    internal bool TryMultiply(ReadOnlySpan<byte> u, Span<byte> result)
    {
        LadderContext? context;
        lock (_gate)
        {
            _idle.TryPop(out context);
        }

        context ??= LadderContext.Create(_nid, _key, u.Length);
        if (context is null)
        {
            NativeFailure.Throw("EVP_PKEY_CTX_new");
        }

        bool done = context!.TryMultiply(u, result);
        lock (_gate)
        {
            _idle.Push(context);
        }

        return done;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        while (_idle.TryPop(out LadderContext? context))
        {
            context.Dispose();
        }

        LibCrypto.Agreement.EVP_PKEY_free(_key);   // null is allowed
        _key = null;
    }
}
