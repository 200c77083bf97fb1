using System.Diagnostics;

namespace WarpDrive.Daemon.Load.Processes;

/// <summary>The client programs in C, compiled once for a test run.</summary>
internal static class ClientPrograms
{
    private static readonly Lazy<string> s_folder = new(Compile);

    /// <summary>Permissions of a folder that other users look into.</summary>
    internal const UnixFileMode ForEverybody = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead | UnixFileMode.GroupExecute | UnixFileMode.OtherRead | UnixFileMode.OtherExecute;

    /// <summary>Where the sources are.</summary>
    internal static string Sources { get; } = Path.Combine(AppContext.BaseDirectory, "clients");

    /// <summary>The path of a program; skips the test when there is no C compiler.</summary>
    /// <param name="name">E.g. <c>uacced-client</c>.</param>
    internal static string Find(string name)
    {
        Assert.SkipUnless(HasCompiler, "no gcc on this machine");
        return Path.Combine(s_folder.Value, name);
    }

    /// <summary>Whether there is a C compiler.</summary>
    internal static bool HasCompiler { get; } =
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(folder => File.Exists(Path.Combine(folder, "gcc")));

    /// <summary>Compiles one program with all warnings as errors.</summary>
    /// <returns>Null, or what the compiler said.</returns>
    internal static string? Compile(string source, string program)
    {
        var info = new ProcessStartInfo("gcc", ["-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O2", "-pthread", "-o", program, source]) { RedirectStandardError = true };
        using Process gcc = Process.Start(info)!;
        string words = gcc.StandardError.ReadToEnd();
        gcc.WaitForExit();
        return gcc.ExitCode == 0 ? null : words;
    }

    private static string Compile()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("wd-clients-");
        File.SetUnixFileMode(folder.FullName, ForEverybody);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        foreach (string source in Directory.EnumerateFiles(Sources, "*.c"))
        {
            string? words = Compile(source, Path.Combine(folder.FullName, Path.GetFileNameWithoutExtension(source)));
            Assert.True(words is null, words);
        }

        return folder.FullName;
    }
}
