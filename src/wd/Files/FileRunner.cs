using System.Diagnostics;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Files;

/// <summary>Runs a codec over the named files, one after the other; goes on after an error and keeps the worst outcome.</summary>
internal sealed class FileRunner
{
    private const string StandardName = "-";

    private readonly FileSettings _settings;
    private readonly IFileCodec _codec;
    private readonly PendingFiles _pending;

    /// <summary>Makes a runner.</summary>
    /// <param name="settings">What happens to files.</param>
    /// <param name="codec">What happens to bytes.</param>
    /// <param name="pending">Who removes half-written files when a signal comes.</param>
    internal FileRunner(FileSettings settings, IFileCodec codec, PendingFiles pending)
    {
        _settings = settings;
        _codec = codec;
        _pending = pending;
    }

    /// <summary>Does all of it and prints the summary when asked for.</summary>
    internal ExitCode Run()
    {
        IReadOnlyList<string> names = _settings.Names.Count == 0 ? [StandardName] : _settings.Names;
        var summaries = new List<FileSummary>(names.Count);
        ExitCode worst = ExitCode.Ok;
        foreach (string name in names)
        {
            FileSummary summary = RunOne(name);
            summaries.Add(summary);
            worst = ExitCodes.Worse(worst, summary.Code);
            if ((summary.Error ?? summary.Warning) is string message && message.Length > 0)
            {
                Messages.Write($"{(name == StandardName ? "standard input" : name)}: {message}");
            }
        }

        if (_settings.Json)
        {
            // The data has the standard output for itself when it goes there.
            TextWriter writer = summaries.Any(summary => summary.Output == StandardName) ? Console.Error : Console.Out;
            writer.WriteLine(Json.OneOrMany([.. summaries]));
        }

        return worst;
    }

    private FileSummary RunOne(string name)
    {
        long start = Stopwatch.GetTimestamp();
        string? output = null;
        try
        {
            output = OutputName(name);
            CodecResult result = name == StandardName ? FromStandardInput(output) : FromFile(name, output);
            return new FileSummary
            {
                File = name,
                Output = output,
                In = result.BytesRead,
                Out = result.BytesWritten,
                Ratio = _codec.Ratio(result),
                Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
                Device = result.Device,
                Provider = result.Provider,
                Engine = result.Engine,
                Warning = result.Warning,
            };
        }
        catch (SkippedFileException e)
        {
            return new FileSummary { File = name, Warning = e.Message };
        }
        catch (Exception e) when (ErrorText.IsExpected(e))
        {
            string error = ErrorText.IsBrokenPipe(e) ? "" : ErrorText.Describe(e);
            return new FileSummary { File = name, Output = output, Seconds = Stopwatch.GetElapsedTime(start).TotalSeconds, Error = error };
        }
    }

    /// <summary>Name of the output, <c>-</c> for the standard output, null for none.</summary>
    private string? OutputName(string name)
    {
        if (_settings.TestOnly)
        {
            return null;
        }

        return _settings.Output ?? (_settings.ToStandardOutput || name == StandardName ? StandardName : _codec.OutputName(name, _settings.Force));
    }

    private CodecResult FromStandardInput(string? output)
    {
        if (!_codec.Packs && !Console.IsInputRedirected)
        {
            throw new UserErrorException($"{_codec.PackedData} is not read from a terminal; name a file");
        }

        using Stream input = Console.OpenStandardInput();
        return ToOutput(StandardName, input, null, output);
    }

    private CodecResult FromFile(string name, string? output)
    {
        if (Directory.Exists(name))
        {
            throw new UserErrorException("is a directory; name the files in it");
        }

        using var input = new FileStream(name, new FileStreamOptions
        {
            Mode = FileMode.Open,
            Access = FileAccess.Read,
            Share = FileShare.ReadWrite | FileShare.Delete,
            BufferSize = 0,   // the codec reads large blocks
            Options = FileOptions.SequentialScan,
        });
        return ToOutput(name, input, input.CanSeek ? input.Length : null, output);
    }

    private CodecResult ToOutput(string name, Stream input, long? length, string? output)
    {
        if (output is null)
        {
            return Transform(name, input, length, null);
        }

        if (output == StandardName)
        {
            if (_codec.Packs && !_settings.Force && !Console.IsOutputRedirected)
            {
                throw new UserErrorException($"{_codec.PackedData} is not written to a terminal; redirect it, name a file with -o, or use -f");
            }

            using Stream standard = Console.OpenStandardOutput();
            CodecResult result = Transform(name, input, length, standard);
            standard.Flush();
            return result;
        }

        string? like = name == StandardName ? null : name;
        using OutputFile file = OutputFile.Create(output, like, _settings.Force, _pending);
        CodecResult done = Transform(name, input, length, file.Stream);
        file.Commit(like);
        return done;
    }

    private CodecResult Transform(string name, Stream input, long? length, Stream? output)
    {
        bool quiet = output is not null && _settings.ToStandardOutput && !Console.IsOutputRedirected;
        return ProgressBar.Run(Path.GetFileName(name), length, quiet, observer =>
        {
            using var reading = new ByteCounter(input, observer);
            using var writing = new ByteCounter(output);
            return _codec.Run(name, reading, writing);
        });
    }
}
