using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.PublicKey;

/// <summary>A call of libcrypto that fails only when memory or its own state does.</summary>
internal static unsafe class NativeFailure
{
    /// <summary>Throws, and empties the thread's error queue.</summary>
    internal static void Throw(string call)
    {
        LibCrypto.Bn.ERR_clear_error();
        throw new CryptographicException($"{call} failed: libcrypto has no memory, or refuses its service");
    }
}
