namespace WarpDrive.Engines.Native;

internal static unsafe partial class IpsecMb
{
    /// <summary>Bytes of the expanded keys of one direction, AES-256: 15 blocks, padded to a multiple of the alignment.</summary>
    internal const int AesScheduleSize = 16 * 16;

    /// <summary>Bytes of one DES key schedule, IMB_DES_KEY_SCHED_SIZE.</summary>
    internal const int DesScheduleSize = 16 * 8;

    /// <summary>Bytes kept for struct gcm_key_data: 1008 in 1.3; room for a longer one of later versions.</summary>
    internal const int GcmKeySize = 2048;

    /// <summary>Bytes kept for struct gcm_context_data: 88 in 1.3.</summary>
    internal const int GcmContextSize = 256;

    /// <summary>Jobs in the ring of a manager, IMB_MAX_JOBS: as many can be under way.</summary>
    internal const int MaxJobs = 256;

    /// <summary>
    /// Bytes of the longest message whose blocks wait for each other, and of ECB: the library keeps their lengths in 16 bits and, when it is not asked
    /// to check, computes something else without an error. A multiple of every block size.
    /// </summary>
    internal const int MaxLaneLength = 65520;

    /// <summary>Alignment of schedules and contexts that serves every instruction set.</summary>
    internal const int Alignment = 64;
}
