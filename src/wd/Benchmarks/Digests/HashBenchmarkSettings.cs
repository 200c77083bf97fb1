using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce.Digests;

namespace WarpDrive.Tool.Benchmarks.Digests;

/// <summary>One job of <c>wd bench hash</c>.</summary>
/// <param name="Algorithm">Digest.</param>
/// <param name="Size">Bytes of a message.</param>
/// <param name="Batch">Messages of a call.</param>
/// <param name="Mode">How callers call.</param>
/// <param name="Tasks">Tasks that call at the same time.</param>
/// <param name="Threads">Threads that call at the same time.</param>
/// <param name="Seconds">Time that each contestant gets.</param>
/// <param name="Against">What to compare with.</param>
/// <param name="Engine">Engine that software devices must use, or null.</param>
internal sealed record HashBenchmarkSettings(
    DigestAlgorithm Algorithm, int Size, int Batch, HashMode Mode, int Tasks, int Threads, double Seconds, Rivals Against, string? Engine);
