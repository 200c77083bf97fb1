namespace WarpDrive.Tool.Files;

/// <summary>What was done to one file.</summary>
/// <param name="BytesRead">Bytes of the input.</param>
/// <param name="BytesWritten">Bytes of the output.</param>
/// <param name="Device">Device that did the work.</param>
/// <param name="Provider">Its provider.</param>
/// <param name="Engine">The engine path on it.</param>
/// <param name="Warning">What the user should know, or null.</param>
internal sealed record CodecResult(long BytesRead, long BytesWritten, string Device, string Provider, string Engine, string? Warning);
