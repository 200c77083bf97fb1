namespace WarpDrive.Engines.Hashing;

/// <summary>
/// What calibration found to be the fastest here, for one family of hash functions and one class of lengths. A plain job is a whole message without key in
/// one piece, which is all that some libraries know.
/// </summary>
/// <param name="OneShot">For a single plain job.</param>
/// <param name="Stream">For any other single job, and for what is left when lanes run empty: Scalar or LibCrypto.</param>
/// <param name="OneShots">For many plain jobs at once.</param>
/// <param name="Streams">For many jobs of any form at once: one of the vector paths, or Scalar on a machine without vectors.</param>
/// <param name="Lanes">How many run at once on <paramref name="OneShots"/>.</param>
/// <param name="BreakEven">From how many jobs on many at once are faster than one after the other; <see cref="int.MaxValue"/>: never.</param>
public sealed record HashChoice(HashPath OneShot, HashPath Stream, HashPath OneShots, HashPath Streams, int Lanes, int BreakEven);
