using System.Text.Json.Serialization;

namespace WarpDrive.Uacce.Daemon;

/// <summary>Reads and writes <see cref="DaemonStatistics"/> without reflection. Unknown names are passed over: a later daemon tells more.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, RespectNullableAnnotations = true)]
[JsonSerializable(typeof(DaemonStatistics))]
internal sealed partial class StatisticsContext : JsonSerializerContext;
