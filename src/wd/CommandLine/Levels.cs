using System.Globalization;

namespace WarpDrive.Tool.CommandLine;

/// <summary>Levels as people write them.</summary>
internal static class Levels
{
    /// <summary>What may be written.</summary>
    internal static readonly string[] Names = ["fastest", "1", "2", "3", "4", "5", "6", "7", "8", "9"];

    /// <summary>The number behind a name, 0 for fastest.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    internal static int Parse(string name) => name == "fastest" ? 0 : int.Parse(name, CultureInfo.InvariantCulture);

    /// <summary>The name of a number.</summary>
    /// <param name="level">0 to 9.</param>
    internal static string Name(int level) => Names[level];
}
