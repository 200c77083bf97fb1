using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.CommandLine;

/// <summary>What the user gave for a benchmark of cryptography.</summary>
/// <param name="Against">What to compare with.</param>
/// <param name="Threads">Threads that call at the same time.</param>
/// <param name="Seconds">Time that each contestant gets.</param>
/// <param name="Engine">Engine that software devices must use, or null.</param>
/// <param name="Devices">Which devices.</param>
/// <param name="Json">Print for programs.</param>
internal sealed record BenchCryptoChoices(Rivals Against, int Threads, double Seconds, string? Engine, DeviceSettings Devices, bool Json)
{
    /// <summary>Runs jobs and prints their reports.</summary>
    /// <param name="jobs">What to run.</param>
    /// <param name="run">Runs one.</param>
    /// <returns>The exit code.</returns>
    internal int RunAll<TJob>(IEnumerable<TJob> jobs, Func<TJob, Accelerators, BenchReport> run)
    {
        using Accelerators accelerators = DeviceAccess.Open(Devices);
        var reports = new List<BenchReport>();
        foreach (TJob job in jobs)
        {
            reports.Add(run(job, accelerators));
        }

        BenchOutput.Write(reports, Json);
        return (int)(reports.Any(report => report.Errors > 0) ? Output.ExitCode.Error : Output.ExitCode.Ok);
    }
}
