namespace WarpDrive.Tool.Tests.Files;

/// <summary>A directory of a test's own, removed with everything in it.</summary>
internal sealed class TemporaryDirectory : IDisposable
{
    /// <summary>Its path.</summary>
    internal string Path { get; } = Directory.CreateTempSubdirectory("wd-tests-").FullName;

    /// <summary>The path of a file in it.</summary>
    internal string File(string name) => System.IO.Path.Combine(Path, name);

    /// <summary>Writes a file.</summary>
    /// <returns>Its path.</returns>
    internal string Write(string name, byte[] content)
    {
        System.IO.File.WriteAllBytes(File(name), content);
        return File(name);
    }

    /// <summary>Names of all files, hidden ones included, sorted.</summary>
    internal string[] Names() => [.. Directory.EnumerateFileSystemEntries(Path).Select(path => System.IO.Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(Path, recursive: true);
}
