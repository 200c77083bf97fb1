using System.Runtime.CompilerServices;

namespace WarpDrive.Tool.Tests.Readme;

/// <summary>The folder that the sources of these tests were built from.</summary>
internal static class SourceTree
{
    /// <summary>The folder of README.md.</summary>
    internal static string Root { get; } = Find();

    private static string Find([CallerFilePath] string here = "")
    {
        for (string? folder = Path.GetDirectoryName(here); folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "WarpDrive.slnx")))
            {
                return folder;
            }
        }

        throw new InvalidOperationException($"no WarpDrive.slnx above {here}");
    }
}
