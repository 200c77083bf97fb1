namespace WarpDrive.Engines.Ciphers;

/// <summary>The kernels of one path.</summary>
/// <param name="ecb">Round keys, source, destination, number of blocks.</param>
/// <param name="ctr">Round keys, first counter block, source, destination, length in bytes.</param>
internal readonly unsafe struct Sm4Primitives(
    delegate*<uint*, byte*, byte*, nint, void> ecb,
    delegate*<uint*, byte*, byte*, byte*, nint, void> ctr)
{
    internal readonly delegate*<uint*, byte*, byte*, nint, void> Ecb = ecb;
    internal readonly delegate*<uint*, byte*, byte*, byte*, nint, void> Ctr = ctr;
}
