using System.Text.Json;
using System.Text.Json.Serialization;

namespace WarpDrive.Daemon;

/// <summary>Reads <see cref="ConfigFile"/> without reflection. Comments and trailing commas are allowed, unknown names are not.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, ReadCommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
    AllowDuplicateProperties = false, UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow, WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ConfigFile))]
internal sealed partial class ConfigContext : JsonSerializerContext;
