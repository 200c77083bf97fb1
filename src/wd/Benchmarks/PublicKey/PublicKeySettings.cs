using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>One job of <c>wd bench rsa</c> or <c>wd bench ec</c>.</summary>
/// <param name="Algorithm">Name of key and operation, e.g. <c>rsa-2048-sign</c>, <c>p256-ecdh</c>.</param>
/// <param name="Threads">Threads that call at the same time.</param>
/// <param name="Seconds">Time that each contestant gets.</param>
/// <param name="Against">What to compare with.</param>
/// <param name="Engine">Engine that software devices must use, or null.</param>
internal sealed record PublicKeySettings(string Algorithm, int Threads, double Seconds, Rivals Against, string? Engine);
