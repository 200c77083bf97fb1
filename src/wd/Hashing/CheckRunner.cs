using System.Text.Json;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Hashing;

/// <summary>Compares files with lists of checksums and tells it as the coreutils do.</summary>
internal sealed class CheckRunner
{
    private readonly HashSettings _settings;
    private readonly Hasher _hasher;
    private readonly List<HashReport> _reports = [];

    /// <summary>Makes a runner.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="hasher">What to hash with; not disposed here.</param>
    internal CheckRunner(HashSettings settings, Hasher hasher)
    {
        _settings = settings;
        _hasher = hasher;
    }

    /// <summary>Checks all lists.</summary>
    internal ExitCode Run()
    {
        ExitCode worst = ExitCode.Ok;
        using TextWriter output = StandardOutput.Open();
        foreach (string list in _settings.Names)
        {
            try
            {
                worst = ExitCodes.Worse(worst, Check(list, output));
            }
            catch (Exception e) when (ErrorText.IsExpected(e) && !ErrorText.IsBrokenPipe(e))
            {
                Messages.Write($"{list}: {ErrorText.Describe(e)}");
                worst = ExitCode.Error;
            }
        }

        if (_settings.Json)
        {
            output.WriteLine(JsonSerializer.Serialize([.. _reports], Json.Readable.HashReportArray));
        }

        return worst;
    }

    private ExitCode Check(string list, TextWriter output)
    {
        List<ChecksumLine> lines = Read(list, out int malformed);
        if (lines.Count == 0)
        {
            Messages.Write($"{list}: no properly formatted checksum lines found");
            return ExitCode.Error;
        }

        int at = 0, wrong = 0, unreadable = 0, right = 0;
        new HashRunner(_settings, _hasher).HashAll([.. lines.Select(line => line.Name)], result =>
        {
            ChecksumLine line = lines[at++];
            bool? matches = result.Digest is null ? null : result.Digest.AsSpan().SequenceEqual(line.Digest);
            if (result.Digest is null && _settings.IgnoreMissing && !File.Exists(result.Name))
            {
                return;
            }

            right += matches == true ? 1 : 0;
            wrong += matches == false ? 1 : 0;
            unreadable += matches is null ? 1 : 0;
            Tell(result, matches, output);
        });

        if (!_settings.Status)
        {
            Warn(malformed, "line is improperly formatted", "lines are improperly formatted");
            Warn(unreadable, "listed file could not be read", "listed files could not be read");
            Warn(wrong, "computed checksum did NOT match", "computed checksums did NOT match");
        }

        if (_settings.IgnoreMissing && right + wrong + unreadable == 0)
        {
            Messages.Write($"{list}: no file was verified");
            return ExitCode.Error;
        }

        return wrong + unreadable > 0 || (_settings.Strict && malformed > 0) ? ExitCode.Error : ExitCode.Ok;
    }

    private void Tell(FileDigest result, bool? matches, TextWriter output)
    {
        if (_settings.Json)
        {
            _reports.Add(new HashReport
            {
                File = result.Name,
                Algorithm = _settings.Algorithm.AlgorithmName(),
                Digest = result.Digest is null ? null : Convert.ToHexStringLower(result.Digest),
                Matches = matches,
                Error = result.Error,
            });
        }

        if (result.Error is not null)
        {
            Messages.Write($"{result.Name}: {result.Error}");
        }

        if (!_settings.Json && !_settings.Status && !(_settings.Quiet && matches == true))
        {
            output.WriteLine($"{ChecksumLine.Printable(result.Name)}: {(matches switch { true => "OK", false => "FAILED", null => "FAILED open or read" })}");
        }
    }

    private List<ChecksumLine> Read(string list, out int malformed)
    {
        using TextReader reader = list == "-" ? Console.In : new StreamReader(list);
        var lines = new List<ChecksumLine>();
        malformed = 0;
        while (reader.ReadLine() is string text)
        {
            if (text.Length == 0 || text[0] == '#')
            {
                continue;
            }

            if (ChecksumLine.TryParse(text, _settings.TagName, _hasher.HashSize, out ChecksumLine? line))
            {
                lines.Add(line.Value);
            }
            else
            {
                malformed++;
            }
        }

        return lines;
    }

    private static void Warn(int count, string one, string many)
    {
        if (count > 0)
        {
            Messages.Write($"WARNING: {count} {(count == 1 ? one : many)}");
        }
    }
}
