using System.Globalization;

namespace WarpDrive.Daemon.Load;

/// <summary>How much the load tests do: the short form by default, the long one with <c>WD_LOAD=long</c>. <c>WD_LOAD_SEED</c> repeats a run.</summary>
internal static class LoadForm
{
    /// <summary>Whether the long form is asked for.</summary>
    internal static bool IsLong { get; } = Environment.GetEnvironmentVariable("WD_LOAD") == "long";

    /// <summary>What all randomness of the tests comes from.</summary>
    internal static int Seed { get; } = int.TryParse(Environment.GetEnvironmentVariable("WD_LOAD_SEED"), CultureInfo.InvariantCulture, out int seed) ? seed : 20260;

    /// <summary>One of two values.</summary>
    internal static int Choose(int inShort, int inLong) => IsLong ? inLong : inShort;

    /// <summary>What a failure tells: how to get the same again.</summary>
    internal static string Again => string.Create(CultureInfo.InvariantCulture, $"again with WD_LOAD_SEED={Seed}{(IsLong ? " WD_LOAD=long" : "")}");

    /// <summary>Shows a line at once, and keeps it with the test.</summary>
    internal static void Tell(string line)
    {
        TestContext.Current.TestOutputHelper?.WriteLine(line);
        Console.Error.WriteLine(line);
    }
}
