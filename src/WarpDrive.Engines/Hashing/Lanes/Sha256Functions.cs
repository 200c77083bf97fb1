using System.Runtime.CompilerServices;

namespace WarpDrive.Engines.Hashing.Lanes;

/// <summary>SHA-224 and SHA-256 (FIPS 180-4 sections 4.1.2 and 4.2.2). A rotation right by n is one left by 32 - n.</summary>
internal unsafe readonly struct Sha256Functions<TLanes> : ISha2Functions<TLanes, uint>
    where TLanes : unmanaged, ILanes<TLanes, uint>
{
    public static int Rounds => 64;

    public static uint* Constants => LaneConstants.AddressOf(HashConstants.Sha256);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes BigSigma0(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 30), TLanes.RotateLeft(x, 19), TLanes.RotateLeft(x, 10));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes BigSigma1(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 26), TLanes.RotateLeft(x, 21), TLanes.RotateLeft(x, 7));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SmallSigma0(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 25), TLanes.RotateLeft(x, 14), TLanes.ShiftRight(x, 3));

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static TLanes SmallSigma1(TLanes x) => TLanes.Parity(TLanes.RotateLeft(x, 15), TLanes.RotateLeft(x, 13), TLanes.ShiftRight(x, 10));
}
