using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>libcrypto's SM4 through EVP, when it is installed and has it.</summary>
internal static unsafe class SystemSm4
{
    private static readonly nint s_library = Open();

    internal static bool IsAvailable => s_library != 0 && NativeLibrary.TryGetExport(s_library, "EVP_sm4_ecb", out _);

    /// <summary>Runs a mode of SM4 without padding.</summary>
    /// <param name="cipher">The name of the function that gives the cipher, such as EVP_sm4_ctr.</param>
    /// <param name="encrypt">Whether to encrypt.</param>
    /// <param name="key">16 bytes.</param>
    /// <param name="iv">16 bytes, or none.</param>
    /// <param name="data">The input.</param>
    internal static byte[] Run(string cipher, bool encrypt, ReadOnlySpan<byte> key, ReadOnlySpan<byte> iv, ReadOnlySpan<byte> data)
    {
        var create = (delegate* unmanaged<nint>)NativeLibrary.GetExport(s_library, "EVP_CIPHER_CTX_new");
        var free = (delegate* unmanaged<nint, void>)NativeLibrary.GetExport(s_library, "EVP_CIPHER_CTX_free");
        var init = (delegate* unmanaged<nint, nint, nint, byte*, byte*, int, int>)NativeLibrary.GetExport(s_library, "EVP_CipherInit_ex");
        var padding = (delegate* unmanaged<nint, int, int>)NativeLibrary.GetExport(s_library, "EVP_CIPHER_CTX_set_padding");
        var update = (delegate* unmanaged<nint, byte*, int*, byte*, int, int>)NativeLibrary.GetExport(s_library, "EVP_CipherUpdate");
        var find = (delegate* unmanaged<nint>)NativeLibrary.GetExport(s_library, cipher);
        byte[] result = new byte[data.Length + 16];
        nint context = create();
        try
        {
            int written = 0;
            fixed (byte* k = key, v = iv, i = data, o = result)
            {
                Assert.Equal(1, init(context, find(), 0, k, v, encrypt ? 1 : 0));
                Assert.Equal(1, padding(context, 0));
                if (data.Length > 0)
                {
                    Assert.Equal(1, update(context, o, &written, i, data.Length));
                }
            }

            Assert.Equal(data.Length, written);
            return result[..written];
        }
        finally
        {
            free(context);
        }
    }

    private static nint Open() =>
        NativeLibrary.TryLoad("libcrypto.so.3", out nint library) || NativeLibrary.TryLoad("libcrypto.so.1.1", out library) ? library : 0;
}
