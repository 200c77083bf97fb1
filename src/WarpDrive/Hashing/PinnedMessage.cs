namespace WarpDrive;

/// <summary>A message of a batch, where a device finds it.</summary>
/// <param name="Source">Its address.</param>
/// <param name="Length">Its bytes.</param>
/// <param name="Digest">Address of the room for its digest.</param>
internal readonly record struct PinnedMessage(ulong Source, int Length, ulong Digest);
