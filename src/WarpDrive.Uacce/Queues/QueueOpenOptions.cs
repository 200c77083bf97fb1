namespace WarpDrive.Uacce;

/// <summary>How a queue is to be opened.</summary>
/// <param name="Driving">The wish; <see cref="QueueFile.Driving"/> tells what was given.</param>
public readonly record struct QueueOpenOptions(QueueDriving Driving = QueueDriving.Served);
