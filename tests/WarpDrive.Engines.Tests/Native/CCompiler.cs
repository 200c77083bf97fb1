using System.Diagnostics;

namespace WarpDrive.Engines.Tests.Native;

/// <summary>Lets the C compiler judge assertions about a header.</summary>
internal static class CCompiler
{
    private const string Compiler = "/usr/bin/gcc";

    /// <summary>Skips the test, with the reason, when the compiler or the header is missing here.</summary>
    internal static void Require(string header, string package)
    {
        Assert.SkipUnless(File.Exists(header), $"{header} is not installed (Debian: {package})");
        Assert.SkipUnless(File.Exists(Compiler), "gcc is not installed");
    }

    /// <summary>Checks the syntax and the static assertions of <paramref name="source"/>.</summary>
    internal static (int Exit, string Messages) Check(string source)
    {
        using var gcc = Process.Start(new ProcessStartInfo(Compiler, ["-x", "c", "-std=c11", "-fsyntax-only", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        gcc.StandardInput.Write(source);
        gcc.StandardInput.Close();
        string messages = gcc.StandardError.ReadToEnd();
        Assert.True(gcc.WaitForExit(TimeSpan.FromSeconds(60)), "gcc did not end");
        return (gcc.ExitCode, messages);
    }
}
