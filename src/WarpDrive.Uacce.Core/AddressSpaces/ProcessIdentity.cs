namespace WarpDrive.Uacce.Core;

/// <summary>Which address space of which process: connections with equal ones share an address space and its PASID.</summary>
/// <param name="Pid">Its number, as this process sees it. Told for people, never used to reach anything.</param>
/// <param name="StartTime">When it began (proc_pid_stat(5), field 22): tells it from one that had the number before.</param>
/// <param name="Token">Random bytes that each image of a program makes for itself.</param>
public readonly record struct ProcessIdentity(int Pid, ulong StartTime, Guid Token);
