using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Native;

/// <summary>
/// Intel's multi-buffer crypto library, loaded when it is installed (Debian: libipsec-mb1), and tried out once. Names and values are those of
/// intel-ipsec-mb.h.
/// </summary>
/// <remarks>The struct of a manager has kept its head since version 1.3; older ones lack functions used here.</remarks>
internal static unsafe partial class IpsecMb
{
    internal const uint OldestVersion = 0x010300;   // IMB_VERSION(1, 3, 0)

    private const string Library = "libIPSec_MB.so.1";

    private static readonly delegate* unmanaged[Cdecl]<ulong, ImbManager*> s_allocate;
    private static readonly delegate* unmanaged[Cdecl]<ImbManager*, void> s_free;
    private static readonly delegate* unmanaged[Cdecl]<ImbManager*, uint*, void> s_initialise;

    static IpsecMb()
    {
        if (!NativeLibrary.TryLoad(Library, out nint library))
        {
            Reason = $"{Library} cannot be loaded; Debian has it in libipsec-mb1";
            return;
        }

        string reason = "";
        s_allocate = (delegate* unmanaged[Cdecl]<ulong, ImbManager*>)Export("alloc_mb_mgr");
        s_free = (delegate* unmanaged[Cdecl]<ImbManager*, void>)Export("free_mb_mgr");
        s_initialise = (delegate* unmanaged[Cdecl]<ImbManager*, uint*, void>)Export("init_mb_mgr_auto");
        var number = (delegate* unmanaged[Cdecl]<uint>)Export("imb_get_version");
        var text = (delegate* unmanaged[Cdecl]<byte*>)Export("imb_get_version_str");
        if (reason.Length == 0)
        {
            Path = LoadedModule.PathOf((nint)s_allocate);
            Version = Marshal.PtrToStringUTF8((nint)text()) ?? "";
            reason = number() < OldestVersion ? $"{Library} is version {Version}; 1.3 is the oldest that is known"
                : EncryptsAsKnown() ? ""
                : $"{Library} does not behave as known: its structs or functions differ, or the processor lacks AES ({Path})";
        }

        Reason = reason;

        nint Export(string name)
        {
            if (!NativeLibrary.TryGetExport(library, name, out nint address))
            {
                reason = $"{Library} does not export {name}";
            }

            return address;
        }
    }

    /// <summary>Whether the library is there and works.</summary>
    internal static bool IsAvailable => Reason.Length == 0;

    /// <summary>Why the library cannot be used; empty when it can.</summary>
    internal static string Reason { get; } = "";

    /// <summary>The file that was loaded.</summary>
    internal static string Path { get; } = "";

    /// <summary>The library's version, such as "1.3.0".</summary>
    internal static string Version { get; } = "";

    /// <summary>A manager for the best instructions of this processor. It is not thread safe, so every worker has its own.</summary>
    /// <exception cref="InsufficientMemoryException">There is no memory for it.</exception>
    internal static ImbManager* Allocate()
    {
        ImbManager* manager = s_allocate(0);
        if (manager == null)
        {
            throw new InsufficientMemoryException($"alloc_mb_mgr of {Library} failed");
        }

        s_initialise(manager, null);
        return manager;
    }

    /// <summary>Frees a manager and its jobs. The keys that jobs point to stay with their owner.</summary>
    internal static void Free(ImbManager* manager) => s_free(manager);

    /// <summary>Encrypts the first block of SP 800-38A, F.2.1 (AES-128-CBC), as a job.</summary>
    private static bool EncryptsAsKnown()
    {
        ReadOnlySpan<byte> key = [0x2b, 0x7e, 0x15, 0x16, 0x28, 0xae, 0xd2, 0xa6, 0xab, 0xf7, 0x15, 0x88, 0x09, 0xcf, 0x4f, 0x3c];
        ReadOnlySpan<byte> plain = [0x6b, 0xc1, 0xbe, 0xe2, 0x2e, 0x40, 0x9f, 0x96, 0xe9, 0x3d, 0x7e, 0x11, 0x73, 0x93, 0x17, 0x2a];
        ReadOnlySpan<byte> expected = [0x76, 0x49, 0xab, 0xac, 0x81, 0x19, 0xb2, 0x46, 0xce, 0xe9, 0x8e, 0x9b, 0x12, 0xe9, 0x19, 0x7d];
        byte* iv = stackalloc byte[16];
        byte* block = stackalloc byte[16];
        byte* schedules = stackalloc byte[2 * AesScheduleSize + 16];
        byte* encryption = schedules + (-(nint)schedules & 15);
        byte* decryption = encryption + AesScheduleSize;
        for (int i = 0; i < 16; i++)
        {
            iv[i] = (byte)i;
        }

        plain.CopyTo(new Span<byte>(block, 16));
        ImbManager* manager = Allocate();
        try
        {
            if (manager->Error != 0)
            {
                return false;   // without AES instructions the library reports IMB_ERR_NO_AESNI_EMU
            }

            fixed (byte* raw = key)
            {
                manager->ExpandKey128(raw, encryption, decryption);
            }

            ImbJob* job = manager->GetNextJob(manager);
            *job = default;
            job->EncryptionKeys = encryption;
            job->DecryptionKeys = decryption;
            job->KeyLength = 16;
            job->Source = job->Destination = block;
            job->CipherLength = 16;
            job->Iv = iv;
            job->IvLength = 16;
            job->CipherMode = ImbCipher.Cbc;
            job->Direction = ImbDirection.Encrypt;
            job->Hash = ImbHash.Null;
            job->Order = ImbOrder.CipherHash;
            job = manager->SubmitJob(manager);
            if (job == null)
            {
                job = manager->FlushJob(manager);
            }

            return job != null && job->Status == ImbStatus.Completed && expected.SequenceEqual(new ReadOnlySpan<byte>(block, 16));
        }
        finally
        {
            Free(manager);
        }
    }
}
