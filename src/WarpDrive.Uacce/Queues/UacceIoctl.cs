namespace WarpDrive.Uacce;

/// <summary>Commands of the core (uacce.md §4); drivers add their own.</summary>
public static class UacceIoctl
{
    /// <summary>UACCE_CMD_START_Q, no argument.</summary>
    public const uint StartQueue = 0x00005700;
    /// <summary>UACCE_CMD_PUT_Q, no argument: stops the queue, back to INIT.</summary>
    public const uint PutQueue = 0x00005701;
    /// <summary>UACCE_CMD_GET_SS_DMA: 8 bytes in and out (slice index; device address with its length in 64 KiB units in bits 11–0).</summary>
    public const uint GetSsDma = 0x80085703;
}
