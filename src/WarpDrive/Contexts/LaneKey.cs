using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What distinguishes the lanes of a library instance.</summary>
internal readonly record struct LaneKey(string Provider, string Device, CompressionDirection Direction, int Level);
