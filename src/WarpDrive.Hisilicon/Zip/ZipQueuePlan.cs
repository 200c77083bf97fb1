namespace WarpDrive.Hisilicon.Zip;

/// <summary>What a queue was set up for, as its device executes it. Fixed from START to STOP.</summary>
/// <param name="Compress">Direction.</param>
/// <param name="Engines">Promise and engine.</param>
internal sealed record ZipQueuePlan(bool Compress, ZipEngineChoice Engines);
