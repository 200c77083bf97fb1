using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// libcrypto's pool of temporary numbers (BN_CTX) and the arithmetic that needs one. Its numbers are cleared when it is disposed.
/// Calls that fail only for want of memory throw; the others say so in their result.
/// </summary>
internal sealed unsafe class Scratch : IDisposable
{
    internal Scratch()
    {
        Handle = LibCrypto.Bn.BN_CTX_new();
        if (Handle == null)
        {
            NativeFailure.Throw("BN_CTX_new");
        }
    }

    /// <summary>The BN_CTX.</summary>
    internal void* Handle { get; private set; }

    /// <summary>Frees what the pool holds, cleared, and begins an empty one: nothing of a private operation stays behind.</summary>
    internal void Renew()
    {
        LibCrypto.Bn.BN_CTX_free(Handle);
        Handle = LibCrypto.Bn.BN_CTX_new();
        if (Handle == null)
        {
            NativeFailure.Throw("BN_CTX_new");
        }
    }

    internal void Multiply(BigNumber result, BigNumber a, BigNumber b) =>
        Need(LibCrypto.Bn.BN_mul(result.Handle, a.Handle, b.Handle, Handle), "BN_mul");

    internal static void Subtract(BigNumber result, BigNumber a, BigNumber b) =>
        Need(LibCrypto.Bn.BN_sub(result.Handle, a.Handle, b.Handle), "BN_sub");

    internal static void Add(BigNumber result, BigNumber a, BigNumber b) =>
        Need(LibCrypto.Bn.BN_add(result.Handle, a.Handle, b.Handle), "BN_add");

    /// <summary>result = a - 1, for a positive a.</summary>
    internal static void Decrement(BigNumber result, BigNumber a)
    {
        result.Set(a);
        Need(LibCrypto.Bn.BN_sub_word(result.Handle, 1), "BN_sub_word");
    }

    /// <summary>result = a mod m, in [0, m); m is not zero.</summary>
    internal void Modulo(BigNumber result, BigNumber a, BigNumber m) =>
        Need(LibCrypto.Bn.BN_nnmod(result.Handle, a.Handle, m.Handle, Handle), "BN_nnmod");

    /// <summary>quotient = a / b; b is not zero.</summary>
    internal void Divide(BigNumber quotient, BigNumber a, BigNumber b) =>
        Need(LibCrypto.Bn.BN_div(quotient.Handle, null, a.Handle, b.Handle, Handle), "BN_div");

    internal void MultiplyModulo(BigNumber result, BigNumber a, BigNumber b, BigNumber m) =>
        Need(LibCrypto.Bn.BN_mod_mul(result.Handle, a.Handle, b.Handle, m.Handle, Handle), "BN_mod_mul");

    internal void GreatestCommonDivisor(BigNumber result, BigNumber a, BigNumber b) =>
        Need(LibCrypto.Bn.BN_gcd(result.Handle, a.Handle, b.Handle, Handle), "BN_gcd");

    /// <summary>result = 1 / a mod m, without branches on a secret a or m; false when there is no inverse.</summary>
    internal bool TryInvert(BigNumber result, BigNumber a, BigNumber m)
    {
        if (LibCrypto.Bn.BN_mod_inverse(result.Handle, a.Handle, m.Handle, Handle) != null)
        {
            return true;
        }

        LibCrypto.Bn.ERR_clear_error();
        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        LibCrypto.Bn.BN_CTX_free(Handle);   // null is allowed
        Handle = null;
    }

    private static void Need(int answer, string call)
    {
        if (answer == 0)
        {
            NativeFailure.Throw(call);
        }
    }
}
