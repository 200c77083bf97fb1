using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Ciphers;

/// <summary>Contexts of libcrypto: made with a key once, then given an IV and data for each job.</summary>
internal static unsafe class EvpCipher
{
    /// <summary>Puts a key into a context, made here when there is none.</summary>
    /// <returns>False when the library refuses the key: it takes no XTS key with two equal halves.</returns>
    internal static bool TryPrepare(ref nint context, void* cipher, byte* key, bool decrypt)
    {
        if (context == 0)
        {
            context = (nint)LibCrypto.Ciphers.NewContext();
            if (context == 0)
            {
                throw new InsufficientMemoryException("EVP_CIPHER_CTX_new failed");
            }
        }

        if (LibCrypto.Ciphers.Initialise((void*)context, cipher, null, key, null, decrypt ? 0 : 1) != 1)
        {
            LibCrypto.Ciphers.ClearErrors();
            LibCrypto.Ciphers.ResetContext((void*)context);
            return false;
        }

        LibCrypto.Ciphers.SetPadding((void*)context, 0);
        return true;
    }

    /// <summary>Runs a whole message through a context with its key.</summary>
    internal static void Run(void* context, byte* iv, byte* source, byte* destination, int length)
    {
        Start(context, iv);
        int written;
        Check(LibCrypto.Ciphers.Update(context, destination, &written, source, length), "EVP_CipherUpdate");
    }

    /// <summary>Begins a message.</summary>
    internal static void Start(void* context, byte* iv)
    {
        if (iv != null)
        {
            Check(LibCrypto.Ciphers.Initialise(context, null, null, null, iv, -1), "EVP_CipherInit_ex");
        }
    }

    /// <summary>Throws when a call of the library failed that can fail for lack of memory only.</summary>
    internal static void Check(int result, string function)
    {
        if (result != 1)
        {
            Throw(function);
        }
    }

    [DoesNotReturn]
    private static void Throw(string function)
    {
        LibCrypto.Ciphers.ClearErrors();
        throw new CryptographicException($"{function} of {LibCrypto.Version} failed");
    }
}
