using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>SHA-384 and the SHA-512 functions (FIPS 180-4 sections 4.1.3 and 4.2.3). A rotation right by n is one left by 64 - n.</summary>
internal unsafe readonly struct Sha512Functions<TLanes> : ISha2Functions<TLanes, ulong>
    where TLanes : unmanaged, ILanes<TLanes, ulong>
{
    public static int Rounds => 80;

    public static ulong* Constants => LaneConstants.AddressOf(HashConstants.Sha512);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes BigSigma0(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 36), TLanes.RotateLeft(x, 30), TLanes.RotateLeft(x, 25));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes BigSigma1(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 50), TLanes.RotateLeft(x, 46), TLanes.RotateLeft(x, 23));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SmallSigma0(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 63), TLanes.RotateLeft(x, 56), TLanes.ShiftRight(x, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SmallSigma1(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 45), TLanes.RotateLeft(x, 3), TLanes.ShiftRight(x, 6));
}
