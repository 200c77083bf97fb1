using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace WarpDrive.Daemon;

/// <summary>Reads a configuration file, and says exactly what is wrong with one that is wrong.</summary>
internal static class ConfigReader
{
    /// <summary>Reads a file.</summary>
    /// <exception cref="ConfigException">It cannot be read, or says something that cannot be.</exception>
    internal static ConfigFile ReadFile(string path)
    {
        try
        {
            return Parse(File.ReadAllBytes(path), path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ConfigException($"{path}: {e.Message}");
        }
    }

    /// <summary>Reads text.</summary>
    /// <param name="json">UTF-8.</param>
    /// <param name="name">What it is called in messages.</param>
    /// <exception cref="ConfigException">It says something that cannot be.</exception>
    internal static ConfigFile Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            return JsonSerializer.Deserialize(json, ConfigContext.Default.ConfigFile) ?? throw new ConfigException($"{name}: null is no configuration");
        }
        catch (JsonException e)
        {
            string line = e.LineNumber is long number ? string.Create(CultureInfo.InvariantCulture, $" line {number + 1}") : string.Empty;
            throw new ConfigException($"{name}{line}: {Describe(e)}");
        }
    }

    private static string Describe(JsonException e)
    {
        string path = e.Path is { Length: > 2 } full ? full[2..] : string.Empty;   // without "$."
        if (path.Length == 0)
        {
            return FirstSentence(e.Message);
        }

        string[] names = path.Split('.');
        JsonTypeInfo type = ConfigContext.Default.ConfigFile;
        foreach (string name in names)
        {
            string key = name.Split('[')[0];
            if (type.Kind == JsonTypeInfoKind.Dictionary)
            {
                type = ConfigContext.Default.GetTypeInfo(type.ElementType!)!;
                continue;
            }

            JsonPropertyInfo? property = type.Properties.FirstOrDefault(known => known.Name == key);
            if (property is null)
            {
                return $"'{path}' is unknown; allowed here: {string.Join(", ", type.Properties.Select(known => known.Name))}";
            }

            if (ConfigContext.Default.GetTypeInfo(property.PropertyType) is not { } next)
            {
                break;
            }

            type = next;
        }

        return e.Message.StartsWith("Duplicate", StringComparison.Ordinal) ? $"'{path}' stands there twice" : $"'{path}' must be {Wanted(type)}";
    }

    private static string Wanted(JsonTypeInfo type) => (Nullable.GetUnderlyingType(type.Type) ?? type.Type) switch
    {
        { } t when t == typeof(int) || t == typeof(long) => "a whole number",
        { } t when t == typeof(double) => "a number",
        { } t when t == typeof(bool) => "true or false",
        { } t when t == typeof(string) => "text in quotes",
        { IsArray: true } => "a list of texts in quotes",
        _ => $"an object with {string.Join(", ", type.Properties.Select(known => known.Name))}",
    };

    private static string FirstSentence(string message) => message.Split(" Path: ")[0];
}
