using System.Text.Json;
using WarpDrive.Tool.Files;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Hashing;

/// <summary>Computes checksums of files and writes them as the coreutils do.</summary>
internal sealed class HashRunner
{
    private readonly HashSettings _settings;
    private readonly Hasher _hasher;

    /// <summary>Makes a runner.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="hasher">What to hash with; not disposed here.</param>
    internal HashRunner(HashSettings settings, Hasher hasher)
    {
        _settings = settings;
        _hasher = hasher;
    }

    /// <summary>Does all of it.</summary>
    internal ExitCode Run()
    {
        string? tag = _settings.Tag ? _settings.TagName : null;
        var reports = new List<HashReport>();
        ExitCode worst = ExitCode.Ok;
        using TextWriter output = StandardOutput.Open();
        HashAll(_settings.Names, result =>
        {
            if (_settings.Json)
            {
                reports.Add(new HashReport
                {
                    File = result.Name,
                    Algorithm = _settings.Algorithm.AlgorithmName(),
                    Digest = result.Digest is null ? null : Convert.ToHexStringLower(result.Digest),
                    Error = result.Error,
                });
            }
            else if (result.Digest is not null)
            {
                new ChecksumLine(result.Name, result.Digest).Write(output, tag, _settings.Zero);
            }

            if (result.Error is not null)
            {
                Messages.Write($"{result.Name}: {result.Error}");
                worst = ExitCode.Error;
            }
        });

        if (_settings.Json)
        {
            output.WriteLine(JsonSerializer.Serialize([.. reports], Json.Readable.HashReportArray));
        }

        return worst;
    }

    /// <summary>Hashes files with a bar of progress for who watches.</summary>
    internal void HashAll(IReadOnlyList<string> names, Action<FileDigest> report)
    {
        bool quiet = !Console.IsOutputRedirected;   // the lines themselves show how far it is
        ProgressBar.RunCounted($"{_settings.Algorithm.AlgorithmName()}", names.Count, quiet, advance =>
        {
            var files = new ManyFiles(_hasher, names, advance is null ? report : result =>
            {
                report(result);
                advance();
            });
            files.Run(_settings.Threads);
        });
    }
}
