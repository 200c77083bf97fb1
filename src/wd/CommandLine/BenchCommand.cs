using System.CommandLine;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd bench</c>.</summary>
internal static class BenchCommand
{
    /// <summary>Makes the command.</summary>
    internal static Command Build() => new("bench", "Measure the queue, compression, cryptography or the daemon beside a baseline in the same run")
    {
        BenchQueueCommand.Build(),
        BenchZipCommand.Build(),
        BenchHashCommand.Build(),
        BenchBufferCommand.BuildCipher(),
        BenchBufferCommand.BuildAead(),
        BenchPublicKeyCommand.BuildRsa(),
        BenchPublicKeyCommand.BuildCurves(),
        BenchDaemonCommand.Build(),
        BenchPartnerCommand.Build(),
    };
}
