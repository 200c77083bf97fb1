using System.Diagnostics;
using System.Security.Cryptography;

namespace WarpDrive.Testing;

/// <summary>Builds C programs that tests talk to. A program is built once: its file is named after what it was built from.</summary>
internal static class CHelper
{
    private const string Compiler = "gcc";

    private static readonly Lock s_building = new();

    /// <summary>Whether there is a compiler.</summary>
    internal static bool IsAvailable =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(d => File.Exists(Path.Combine(d, Compiler)));

    /// <summary>Builds a program.</summary>
    /// <param name="source">Its name in the folder <c>clients</c> beside the test's own program, e.g. <c>memory-client.c</c>.</param>
    /// <returns>The program's path.</returns>
    internal static string Build(string source)
    {
        Assert.SkipUnless(IsAvailable, "this machine has no gcc");
        string folder = Path.Combine(AppContext.BaseDirectory, "clients");
        string file = Path.Combine(folder, source);
        string hash = Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(file)))[..12];
        string program = Path.Combine(folder, $"{Path.GetFileNameWithoutExtension(source)}-{hash}");
        lock (s_building)
        {
            if (!File.Exists(program))
            {
                Compile(file, program);
            }
        }

        return program;
    }

    private static void Compile(string file, string program)
    {
        string unfinished = $"{program}.{Environment.ProcessId}";
        using var gcc = Process.Start(new ProcessStartInfo(Compiler, ["-std=gnu11", "-O1", "-Wall", "-Werror", "-pthread", "-o", unfinished, file])
        {
            RedirectStandardError = true,
        })!;
        string words = gcc.StandardError.ReadToEnd();
        Assert.True(gcc.WaitForExit(TimeSpan.FromSeconds(60)), "gcc does not end");
        Assert.True(gcc.ExitCode == 0, words);
        File.Move(unfinished, program, overwrite: true);   // complete, or not there
    }
}
