namespace WarpDrive.Engines.Deflate;

/// <summary>Why an engine was chosen: one candidate and its speed here.</summary>
/// <param name="Operation">What it was measured at.</param>
/// <param name="Promise">The promise that it keeps.</param>
/// <param name="SizeClass">The class of plain lengths.</param>
/// <param name="Choice">The candidate.</param>
/// <param name="BytesPerSecond">Plain bytes per second on one core.</param>
/// <param name="Chosen">Whether it won.</param>
public sealed record DeflateMeasurement(
    DeflateOperation Operation, DeflatePromise Promise, DeflateSizeClass SizeClass, DeflateChoice Choice, double BytesPerSecond, bool Chosen);
