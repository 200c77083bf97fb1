namespace WarpDrive.Uacce.Core;

/// <summary>What a device did since it was registered. Each number goes up only; together they are a moment apart.</summary>
/// <param name="Queues">Of all its queues, also those that were closed.</param>
/// <param name="Steps">Steps of the workers.</param>
/// <param name="Parks">Times that a worker went to sleep with nothing to do.</param>
/// <param name="Failures">Queues ended because the device model threw.</param>
/// <param name="Replacements">Workers started because a step took too long.</param>
public readonly record struct DeviceCounters(QueueCounters Queues, long Steps, long Parks, long Failures, long Replacements);
