using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using WarpDrive.Tool.Benchmarks;
using WarpDrive.Tool.Benchmarks.Daemons;
using WarpDrive.Tool.Devices;
using WarpDrive.Tool.Files;
using WarpDrive.Tool.Hashing;

namespace WarpDrive.Tool.Output;

/// <summary>The shapes that <c>--json</c> prints; names in camelCase.</summary>
[JsonSerializable(typeof(DeviceRow[]))]
[JsonSerializable(typeof(FileSummary))]
[JsonSerializable(typeof(FileSummary[]))]
[JsonSerializable(typeof(HashReport[]))]
[JsonSerializable(typeof(BenchReport))]
[JsonSerializable(typeof(BenchReport[]))]
[JsonSerializable(typeof(ClientsReport))]
[JsonSerializable(typeof(IdleReport))]
[JsonSerializable(typeof(NeighbourReport))]
internal sealed partial class Json : JsonSerializerContext
{
    /// <summary>People read the output too: names with accents or quotes stay as they are.</summary>
    internal static Json Readable { get; } = new(new JsonSerializerOptions
    {
        WriteIndented = true,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    });

    /// <summary>One object when there is one, an array otherwise.</summary>
    internal static string OneOrMany(FileSummary[] items) => items.Length == 1
        ? JsonSerializer.Serialize(items[0], Readable.FileSummary)
        : JsonSerializer.Serialize(items, Readable.FileSummaryArray);

    /// <summary>One object when there is one, an array otherwise.</summary>
    internal static string OneOrMany(BenchReport[] items) => items.Length == 1
        ? JsonSerializer.Serialize(items[0], Readable.BenchReport)
        : JsonSerializer.Serialize(items, Readable.BenchReportArray);
}
