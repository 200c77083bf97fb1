using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Interop;

/// <summary>All sample files, compressed by <c>wd</c> in all formats, once for all tests that read them.</summary>
public sealed class CompressedSamples : IDisposable
{
    private readonly TemporaryDirectory _directory = new();

    public CompressedSamples()
    {
        string[] files = [.. SampleData.All.Select(pair => _directory.Write(pair.Key, pair.Value))];
        foreach ((string format, string level) in new[] { ("gzip", "1"), ("zlib", "6"), ("deflate", "fastest") })
        {
            Wd.Run(["compress", "--format", format, "--level", level, .. files]).MustSucceed();
        }
    }

    /// <summary>The path of a file.</summary>
    internal string Path(string name) => _directory.File(name);

    public void Dispose() => _directory.Dispose();
}
