using WarpDrive.Uacce.Compression;

namespace WarpDrive;

/// <summary>What distinguishes the routes of a library instance.</summary>
internal readonly record struct RouteKey(string Provider, string Device, CompressionDirection Direction, int Level);
