using System.Diagnostics;

namespace WarpDrive.Tool.Tests.Processes;

/// <summary>Starts processes with a deadline; nothing is inherited but the environment.</summary>
internal static class ProcessRunner
{
    private static readonly TimeSpan s_deadline = TimeSpan.FromMinutes(2);

    /// <summary>Runs a program to its end.</summary>
    internal static ProcessResult Run(string program, IEnumerable<string> arguments, byte[]? input = null, string? directory = null)
    {
        using Process process = Start(program, arguments, directory);
        Task<byte[]> output = ReadAsync(process.StandardOutput.BaseStream);
        Task<string> error = process.StandardError.ReadToEndAsync();
        try
        {
            process.StandardInput.BaseStream.Write(input ?? []);
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It ended before it had read everything; its exit code tells why.
        }

        WaitForExit(process);
        return new ProcessResult(process.ExitCode, output.GetAwaiter().GetResult(), error.GetAwaiter().GetResult());
    }

    /// <summary>Starts a program; the caller waits for it.</summary>
    internal static Process Start(string program, IEnumerable<string> arguments, string? directory = null)
    {
        var info = new ProcessStartInfo(program)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = directory ?? "",
        };
        foreach (string argument in arguments)
        {
            info.ArgumentList.Add(argument);
        }

        info.Environment["NO_COLOR"] = "1";
        foreach (string name in info.Environment.Keys.Where(name => name.StartsWith("WD_", StringComparison.Ordinal)).ToArray())
        {
            info.Environment.Remove(name);   // the tests say by options what they want
        }

        return Process.Start(info)!;
    }

    /// <summary>The same, for one that is going to get signals: a runner in the background ignores some, and its children inherit that.</summary>
    internal static Process StartHearingSignals(string program, IEnumerable<string> arguments) => Start("env", ["--default-signal=HUP,INT,TERM", program, .. arguments]);

    /// <summary>Waits for the end of a process; ends it, and the test, when it takes too long.</summary>
    internal static void WaitForExit(Process process)
    {
        if (!process.WaitForExit(s_deadline))
        {
            process.Kill();
            Assert.Fail($"{process.StartInfo.FileName} did not end within {s_deadline.TotalSeconds} s");
        }
    }

    private static async Task<byte[]> ReadAsync(Stream stream)
    {
        using var buffer = new MemoryStream();
        await stream.CopyToAsync(buffer);
        return buffer.ToArray();
    }
}
