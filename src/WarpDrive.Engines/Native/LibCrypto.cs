using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Native;

/// <summary>
/// OpenSSL's libcrypto, loaded when it is installed. Each topic is a file of its own and says in its own <c>Reason</c> what it lacks;
/// here is the library itself.
/// </summary>
internal static unsafe partial class LibCrypto
{
    // The newest interface first; the last name needs the development files.
    private static readonly string[] s_names = ["libcrypto.so.3", "libcrypto.so.1.1", "libcrypto.so"];

    private static readonly nint s_library;

    static LibCrypto()
    {
        foreach (string name in s_names)
        {
            if (NativeLibrary.TryLoad(name, out s_library))
            {
                break;
            }
        }

        if (s_library == 0)
        {
            Reason = "libcrypto cannot be loaded; Debian has it in libssl3";
            return;
        }

        nint version = Find("OpenSSL_version");
        if (version == 0)
        {
            Reason = "libcrypto has no OpenSSL_version: it is older than OpenSSL 1.1";
            return;
        }

        Path = LoadedModule.PathOf(version);
        Version = Marshal.PtrToStringUTF8((nint)((delegate* unmanaged[Cdecl]<int, byte*>)version)(0)) ?? "";   // OPENSSL_VERSION
    }

    /// <summary>Whether the library is there.</summary>
    internal static bool IsAvailable => Reason.Length == 0;

    /// <summary>Why the library cannot be used; empty when it can.</summary>
    internal static string Reason { get; } = "";

    /// <summary>The file that was loaded.</summary>
    internal static string Path { get; } = "";

    /// <summary>What the library calls itself, such as "OpenSSL 3.0.19 27 Jan 2026".</summary>
    internal static string Version { get; } = "";

    /// <summary>The address of an exported function, or 0.</summary>
    internal static nint Find(string name) =>
        s_library != 0 && NativeLibrary.TryGetExport(s_library, name, out nint address) ? address : 0;
}
