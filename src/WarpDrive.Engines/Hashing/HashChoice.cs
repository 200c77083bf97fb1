namespace WarpDrive.Engines.Hashing;

/// <summary>What calibration found to be the fastest here, for one family of hash functions and one class of lengths.</summary>
/// <param name="OneShot">For a single whole message without key that lies in one piece.</param>
/// <param name="Stream">For any other single job, and for what is left when lanes run empty: Scalar or LibCrypto.</param>
/// <param name="Together">For many jobs at once.</param>
/// <param name="Lanes">How many run at once on <paramref name="Together"/>.</param>
/// <param name="BreakEven">From how many jobs on <paramref name="Together"/> is faster than one after the other; <see cref="int.MaxValue"/>: never.</param>
public sealed record HashChoice(HashPath OneShot, HashPath Stream, HashPath Together, int Lanes, int BreakEven);
