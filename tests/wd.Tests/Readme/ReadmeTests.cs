using System.Text.RegularExpressions;
using WarpDrive.Tool.Tests.Files;
using WarpDrive.Tool.Tests.Processes;

namespace WarpDrive.Tool.Tests.Readme;

/// <summary>What README.md promises.</summary>
public sealed class ReadmeTests
{
    private static string Text => File.ReadAllText(Path.Combine(SourceTree.Root, "README.md"));

    [Fact]
    public void The_example_is_the_one_that_is_compiled_here()
    {
        string[] lines = File.ReadAllLines(Path.Combine(SourceTree.Root, "tests", "wd.Tests", "Readme", "ReadmeExample.cs"));
        IEnumerable<string> body = lines
            .SkipWhile(line => !line.Contains("// example begins", StringComparison.Ordinal)).Skip(1)
            .TakeWhile(line => !line.Contains("// example ends", StringComparison.Ordinal));
        string example = string.Join('\n', body.Select(line => line.Length == 0 ? line : line[8..]));

        Assert.Contains($"```csharp\nusing WarpDrive;\n\n{example}\n```", Text, StringComparison.Ordinal);
        Assert.InRange(example.Split('\n').Length, 5, 22);
    }

    [Fact]
    public void The_example_runs()
    {
        using var directory = new TemporaryDirectory();

        ReadmeExample.Run(directory.Write("a", SampleData.Assembly));
    }

    [Fact]
    public void The_main_command_does_its_job()
    {
        Match command = Regex.Match(Text, @"^dotnet run --project src/wd -c Release -- (.*)$", RegexOptions.Multiline);
        Assert.True(command.Success, "README.md has no line that runs wd");
        using var directory = new TemporaryDirectory();
        File.Copy(Path.Combine(SourceTree.Root, "README.md"), directory.File("README.md"));

        ProcessRunner.Run(Wd.Path, command.Groups[1].Value.Split(' '), directory: directory.Path).MustSucceed();

        Assert.Contains("README.md.gz", directory.Names());
        Assert.Equal(Text, RealProgram.Run("gzip", null, "-dc", directory.File("README.md.gz")).Text);
    }
}
