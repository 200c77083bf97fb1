using System.Globalization;

namespace WarpDrive.Tool.Top;

/// <summary>Numbers short enough for a column.</summary>
internal static class Units
{
    /// <summary>A count or a rate, in steps of 1000: <c>12</c>, <c>1.2k</c>, <c>3.4M</c>; <c>-</c> when it is not known.</summary>
    internal static string Count(double? value) => Scale(value, 1000, ["", "k", "M", "G", "T"]);

    /// <summary>Bytes, in steps of 1024: <c>12</c>, <c>1.2K</c>, <c>3.4M</c>.</summary>
    internal static string Bytes(double? value) => Scale(value, 1024, ["", "K", "M", "G", "T"]);

    /// <summary>A duration: <c>850 ns</c>, <c>12 us</c>, <c>3.4 ms</c>; <c>-</c> for none.</summary>
    internal static string Time(double microseconds) => microseconds switch
    {
        <= 0 => "-",
        < 1 => Text(microseconds * 1000) + " ns",
        < 1000 => Text(microseconds) + " us",
        < 1_000_000 => Text(microseconds / 1000) + " ms",
        _ => Text(microseconds / 1_000_000) + " s",
    };

    /// <summary>A share of workers: <c>1.25</c>.</summary>
    internal static string Workers(double? value) => value?.ToString("0.00", CultureInfo.InvariantCulture) ?? "-";

    /// <summary>How long something runs: <c>3d 04:05:06</c>.</summary>
    internal static string Uptime(double seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        string clock = time.ToString(@"hh\:mm\:ss", CultureInfo.InvariantCulture);
        return time.Days > 0 ? $"{time.Days}d {clock}" : clock;
    }

    private static string Scale(double? value, double step, ReadOnlySpan<string> names)
    {
        if (value is not double rest)
        {
            return "-";
        }

        int name = 0;
        while (rest >= step - 0.5 && name < names.Length - 1)
        {
            rest /= step;
            name++;
        }

        return (name == 0 ? rest.ToString("0", CultureInfo.InvariantCulture) : Text(rest)) + names[name];
    }

    private static string Text(double value) => value.ToString(value < 9.95 ? "0.0" : "0", CultureInfo.InvariantCulture);
}
