namespace WarpDrive.Hisilicon.Qm;

/// <summary>Private commands of QM queues (uacce.md §4; the last one hisi-qm-zip.md A12).</summary>
public static class QmIoctl
{
    /// <summary>QM_SET_QP_CTX: <see cref="QmQpContext"/>, in and out.</summary>
    public const uint SetQpContext = 0xC004480A;
    /// <summary>QM_SET_QP_INFO: <see cref="QmQpInfo"/>; despite its name it only reads.</summary>
    public const uint SetQpInfo = 0xC010480B;
    /// <summary>Software devices only, before START: <see cref="QmQueueTuning"/>. Hardware answers EINVAL.</summary>
    public const uint SetTuning = 0x40104840;   // _IOW('H', 0x40, 16 bytes)
}
