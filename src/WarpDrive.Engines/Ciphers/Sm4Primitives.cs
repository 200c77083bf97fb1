namespace WarpDrive.Engines.Ciphers;

/// <summary>The kernels of one path.</summary>
/// <param name="ecb">Round keys, source, destination, number of blocks.</param>
/// <param name="ctr">Round keys, first counter block, source, destination, length in bytes.</param>
/// <param name="lanes">Messages in a serial mode; gives back how many ran together at most.</param>
/// <param name="single">One message in a serial mode.</param>
/// <param name="breakEven">The least number of messages for which lanes are worth it.</param>
internal readonly unsafe struct Sm4Primitives(
    delegate*<uint*, byte*, byte*, nint, void> ecb,
    delegate*<uint*, byte*, byte*, byte*, nint, void> ctr,
    delegate*<Span<Sm4Lane>, Sm4SerialMode, int> lanes,
    delegate*<ref Sm4Lane, Sm4SerialMode, void> single,
    int breakEven)
{
    internal readonly delegate*<uint*, byte*, byte*, nint, void> Ecb = ecb;
    internal readonly delegate*<uint*, byte*, byte*, byte*, nint, void> Ctr = ctr;
    internal readonly delegate*<Span<Sm4Lane>, Sm4SerialMode, int> Lanes = lanes;
    internal readonly delegate*<ref Sm4Lane, Sm4SerialMode, void> Single = single;
    internal readonly int BreakEven = breakEven;
}
