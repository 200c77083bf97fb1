namespace WarpDrive.Daemon.Load.Daemons;

/// <summary>What a daemon holds at a moment.</summary>
/// <param name="Descriptors">Open descriptors, those of loaded libraries not counted.</param>
/// <param name="SharedMappings">Mappings of memfds.</param>
/// <param name="Threads">Threads.</param>
/// <param name="Bytes">Resident private and shared memory, files not counted.</param>
/// <param name="FreeQueues">Free queues of each device.</param>
internal sealed record Holdings(int Descriptors, int SharedMappings, int Threads, long Bytes, string FreeQueues);
