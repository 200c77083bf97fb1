namespace WarpDrive.Engines.Hashing;

/// <summary>Why a path was chosen: one candidate and its speed here.</summary>
/// <param name="Kind">The hash function; what holds for it holds for those with the same compression function.</param>
/// <param name="SizeClass">The class of lengths.</param>
/// <param name="Path">The candidate.</param>
/// <param name="Lanes">How many messages ran together.</param>
/// <param name="NanosecondsPerCall">The time until all of them were done, on one core.</param>
/// <param name="Chosen">Whether the choice for this class uses it.</param>
public sealed record HashMeasurement(HashKind Kind, HashSizeClass SizeClass, HashPath Path, int Lanes, double NanosecondsPerCall, bool Chosen);
