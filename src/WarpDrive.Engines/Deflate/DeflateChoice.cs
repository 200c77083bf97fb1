namespace WarpDrive.Engines.Deflate;

/// <summary>An engine and one of its own levels; the level is 0 for decoding.</summary>
/// <param name="Kind">The engine.</param>
/// <param name="Level">Its level, see <see cref="DeflateEngineInfo"/>.</param>
public readonly record struct DeflateChoice(DeflateEngineKind Kind, int Level);
