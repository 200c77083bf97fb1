using System.ComponentModel;
using System.Diagnostics;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Partners;

/// <summary>A process that takes part in a benchmark: <c>wd bench partner</c>, hidden. It is told what to do by lines, and answers by lines.</summary>
/// <remarks>Its input ends when this process does, however that happens, and then the partner ends too: none is left behind.</remarks>
internal sealed class PartnerProcess : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);   // beyond what it was told to take

    private readonly Process _process;

    /// <summary>Starts it.</summary>
    /// <param name="arguments">What follows <c>wd bench partner</c>.</param>
    /// <exception cref="UserErrorException">There is no program to start.</exception>
    internal PartnerProcess(params string[] arguments)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "wd");
        try
        {
            _process = Process.Start(new ProcessStartInfo(program, ["bench", "partner", .. arguments]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (Win32Exception e)
        {
            throw new UserErrorException($"{program}, the other process of the benchmark, does not start: {e.Message}");
        }
    }

    /// <summary>Its process id.</summary>
    internal int Id => _process.Id;

    /// <summary>Sends a line.</summary>
    /// <param name="line">The line.</param>
    /// <exception cref="UserErrorException">It has ended.</exception>
    internal void Tell(string line)
    {
        try
        {
            _process.StandardInput.WriteLine(line);
            _process.StandardInput.Flush();
        }
        catch (IOException)
        {
            throw Ended();
        }
    }

    /// <summary>Waits for a line.</summary>
    /// <param name="expected">How long what it was told takes by itself.</param>
    /// <exception cref="UserErrorException">It has ended.</exception>
    /// <exception cref="TimeoutException">It says nothing.</exception>
    internal string Hear(TimeSpan expected = default)
    {
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        return line.Wait(expected + s_patience) ? line.Result ?? throw Ended() : throw new TimeoutException($"process {Id} of the benchmark does not answer");
    }

    /// <summary>Makes sure that it can still answer.</summary>
    /// <exception cref="UserErrorException">It has ended.</exception>
    internal void MustBeAlive()
    {
        if (_process.HasExited)
        {
            throw Ended();
        }
    }

    /// <summary>Ends its input, so that it ends; kills it when it does not.</summary>
    public void Dispose()
    {
        try
        {
            _process.StandardInput.Close();
        }
        catch (IOException)
        {
            // it has ended
        }

        if (!_process.WaitForExit(s_patience))
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private UserErrorException Ended()
    {
        // Its own words are on the error output, which is this process's.
        string how = _process.WaitForExit(s_patience) ? $" with exit code {_process.ExitCode}" : "";
        return new UserErrorException($"a process of the benchmark ended{how}");
    }
}
