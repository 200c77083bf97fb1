using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using WarpDrive.Engines.Deflate;
using WarpDrive.Engines.Hashing;
using WarpDrive.Engines.Native;
using WarpDrive.Tool.Devices;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.CommandLine;

/// <summary><c>wd devices</c>.</summary>
internal static class DevicesCommand
{
    private static readonly (string Name, HashPath Path)[] s_vectors =
        [("avx512", HashPath.Vector512), ("avx2", HashPath.Vector256), ("vector128", HashPath.Vector128), ("portable", HashPath.Scalar)];

    /// <summary>Makes the command.</summary>
    internal static Command Build()
    {
        var command = new Command("devices", "List devices and engines");
        Option<bool> json = SymbolFactory.Flag("--json", "Print one array of objects, devices only");
        Option<string?> provider = SymbolFactory.Provider();
        Option<string?> socket = SymbolFactory.Socket();
        command.Add(json);
        command.Add(provider);
        command.Add(socket);
        command.SetAction(parsed =>
        {
            using Accelerators accelerators = DeviceAccess.Open(new DeviceSettings(null, parsed.GetValue(provider), parsed.GetValue(socket), null));
            DeviceRow[] rows = [.. accelerators.ListDevices().Select(device => new DeviceRow(
                device.Name, device.Provider, device.Api, device.Algorithms, device.AvailableInstances, device.NumaNode,
                (uint)device.Flags, device.Isolated, device.Reason, device.WhyNoSharedAddresses))];
            if (parsed.GetValue(json))
            {
                Console.Out.WriteLine(JsonSerializer.Serialize(rows, Json.Readable.DeviceRowArray));
            }
            else
            {
                WriteTables(rows);
            }

            return (int)ExitCode.Ok;
        });
        return command;
    }

    private static void AddLibrary(TextTable engines, string name, bool isHere, string version, string path, string reason) =>
        engines.Add(name, isHere ? version : "absent", isHere ? path : reason);

    private static void WriteTables(DeviceRow[] rows)
    {
        var devices = new TextTable("device", "provider", "api", "algorithms", "queues", "node", "flags", "state");
        foreach (DeviceRow row in rows)
        {
            devices.Add(row.Name.Length == 0 ? "-" : row.Name, row.Provider, row.Api, string.Join(Console.IsOutputRedirected ? ' ' : '\n', row.Algorithms),
                row.AvailableInstances?.ToString(CultureInfo.InvariantCulture) ?? "?", row.NumaNode.ToString(CultureInfo.InvariantCulture),
                row.Flags.ToString(CultureInfo.InvariantCulture), row.Reason ?? "usable");
        }

        if (rows.Length == 0)
        {
            Console.Out.WriteLine("No device. WD_PROVIDER, WD_PROVIDERS_OFF or WD_EMBEDDED_DEVICES may hide them.");
        }
        else
        {
            devices.Write();
        }

        foreach ((string provider, string why) in rows.Where(row => row.WhyNoSharedAddresses is not null).Select(row => (row.Provider, row.WhyNoSharedAddresses!)).Distinct())
        {
            Console.Out.WriteLine($"\n{provider}: addresses of this process are not shared, data is copied through reserved memory: {why}");
        }

        Console.Out.WriteLine();
        var engines = new TextTable("engine of software devices", "version", "from");
        foreach (DeflateEngineInfo engine in DeflateEngines.All)
        {
            engines.Add(EngineNames.Of(engine.Kind), engine.IsAvailable ? engine.Version : "absent",
                !engine.IsAvailable ? engine.Reason : engine.Path.Length > 0 ? engine.Path : "built in");
        }

        AddLibrary(engines, "ipsec-mb", IpsecMb.IsAvailable, IpsecMb.Version, IpsecMb.Path, IpsecMb.Reason);
        AddLibrary(engines, "libcrypto", LibCrypto.IsAvailable, LibCrypto.Version, LibCrypto.Path, LibCrypto.Reason);
        foreach ((string name, HashPath path) in s_vectors)
        {
            bool here = HashEngine.IsAvailable(path, HashKind.Sha256);
            engines.Add(name, here ? DeflateEngines.Describe(DeflateEngineKind.Managed).Version : "absent", here ? "built in" : "the processor or the runtime lacks vectors of that width");
        }

        engines.Write();
    }
}
