using System.Runtime.InteropServices;

namespace WarpDrive.Engines.Native;

/// <summary>
/// The head of IMB_MGR, as far as it is used: functions of the instruction set that init_mb_mgr_auto chose. Allocated by the library only.
/// Functions that come in a row for keys of 128, 192 and 256 bits are named by the first.
/// </summary>
[StructLayout(LayoutKind.Explicit)]
internal unsafe struct ImbManager
{
    [FieldOffset(8)] internal ulong Features;
    [FieldOffset(56)] internal uint Architecture;
    [FieldOffset(60)] internal int Error;

    [FieldOffset(64)] internal delegate* unmanaged[Cdecl]<ImbManager*, ImbJob*> GetNextJob;
    [FieldOffset(72)] internal delegate* unmanaged[Cdecl]<ImbManager*, ImbJob*> SubmitJob;
    [FieldOffset(80)] internal delegate* unmanaged[Cdecl]<ImbManager*, ImbJob*> SubmitJobUnchecked;
    [FieldOffset(88)] internal delegate* unmanaged[Cdecl]<ImbManager*, ImbJob*> GetCompletedJob;
    [FieldOffset(96)] internal delegate* unmanaged[Cdecl]<ImbManager*, ImbJob*> FlushJob;

    [FieldOffset(112)] internal delegate* unmanaged[Cdecl]<void*, void*, void*, void> ExpandKey128;
    [FieldOffset(120)] internal delegate* unmanaged[Cdecl]<void*, void*, void*, void> ExpandKey192;
    [FieldOffset(128)] internal delegate* unmanaged[Cdecl]<void*, void*, void*, void> ExpandKey256;
    [FieldOffset(136)] internal delegate* unmanaged[Cdecl]<void*, void*, void*, void> CmacSubkeys128;
    [FieldOffset(144)] internal delegate* unmanaged[Cdecl]<void*, void*, void*, void*, void> XcbcKeys;
    [FieldOffset(152)] internal delegate* unmanaged[Cdecl]<void*, void*, int> DesSchedule;
    [FieldOffset(160)] internal delegate* unmanaged[Cdecl]<void*, void*, void> Sha1OneBlock;
    [FieldOffset(168)] internal delegate* unmanaged[Cdecl]<void*, void*, void> Sha224OneBlock;
    [FieldOffset(176)] internal delegate* unmanaged[Cdecl]<void*, void*, void> Sha256OneBlock;
    [FieldOffset(184)] internal delegate* unmanaged[Cdecl]<void*, void*, void> Sha384OneBlock;
    [FieldOffset(192)] internal delegate* unmanaged[Cdecl]<void*, void*, void> Sha512OneBlock;
    [FieldOffset(200)] internal delegate* unmanaged[Cdecl]<void*, void*, void> Md5OneBlock;

    // key, context, destination, source, length, 12-byte IV, associated data and its length, tag and its length
    [FieldOffset(256)]
    internal delegate* unmanaged[Cdecl]<void*, void*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> GcmEncrypt128;
    [FieldOffset(264)]
    internal delegate* unmanaged[Cdecl]<void*, void*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> GcmEncrypt192;
    [FieldOffset(272)]
    internal delegate* unmanaged[Cdecl]<void*, void*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> GcmEncrypt256;
    [FieldOffset(280)]
    internal delegate* unmanaged[Cdecl]<void*, void*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> GcmDecrypt128;
    [FieldOffset(288)]
    internal delegate* unmanaged[Cdecl]<void*, void*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> GcmDecrypt192;
    [FieldOffset(296)]
    internal delegate* unmanaged[Cdecl]<void*, void*, byte*, byte*, ulong, byte*, byte*, ulong, byte*, ulong, void> GcmDecrypt256;

    // raw key, struct gcm_key_data
    [FieldOffset(448)] internal delegate* unmanaged[Cdecl]<void*, void*, void> GcmKey128;
    [FieldOffset(456)] internal delegate* unmanaged[Cdecl]<void*, void*, void> GcmKey192;
    [FieldOffset(464)] internal delegate* unmanaged[Cdecl]<void*, void*, void> GcmKey256;
}
