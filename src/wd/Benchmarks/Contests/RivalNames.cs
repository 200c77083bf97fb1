namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>Names of <see cref="Rivals"/> on the command line.</summary>
internal static class RivalNames
{
    /// <summary>Reads a list, separated by commas.</summary>
    /// <param name="text">The list.</param>
    /// <param name="allowed">Those that the job knows.</param>
    /// <param name="rivals">Those named.</param>
    internal static bool TryParse(string text, Rivals allowed, out Rivals rivals)
    {
        rivals = Rivals.None;
        foreach (string name in text.Split(',', StringSplitOptions.TrimEntries))
        {
            Rivals one = Of(name) & allowed;
            if (one == Rivals.None)
            {
                return false;
            }

            rivals |= one;
        }

        return true;
    }

    /// <summary>All names that a job knows, for people.</summary>
    internal static string List(Rivals allowed) => allowed.HasFlag(Rivals.IpsecMb) ? "system, engine, libcrypto, ipsec-mb, all" : "system, engine, libcrypto, all";

    private static Rivals Of(string name) => name switch
    {
        "system" => Rivals.System,
        "engine" => Rivals.Engine,
        "libcrypto" => Rivals.LibCrypto,
        "ipsec-mb" => Rivals.IpsecMb,
        "all" => Rivals.All,
        _ => Rivals.None,
    };
}
