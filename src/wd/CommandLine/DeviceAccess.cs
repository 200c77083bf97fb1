using WarpDrive.Engines.Deflate;
using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Tool.CommandLine;

/// <summary>Makes the library instance that the command line asks for.</summary>
internal static class DeviceAccess
{
    /// <summary>Name of the provider of <see cref="OpenEmbedded"/>.</summary>
    internal const string Embedded = EmbeddedProvider.ProviderName;

    /// <summary>Opens the library on the devices of this process, whatever the <c>WD_*</c> variables say of a daemon.</summary>
    /// <param name="engine">Only this engine; null for the fastest.</param>
    internal static Accelerators OpenEmbedded(string? engine) => new(AcceleratorOptions.FromEnvironment() with
    {
        OnlyProvider = Embedded,
        Daemon = null,
        Device = null,
        Engine = engine,
    });

    /// <summary>Opens the library: the <c>WD_*</c> variables first, the command line over them.</summary>
    /// <param name="settings">What the command line says.</param>
    internal static Accelerators Open(DeviceSettings settings)
    {
        CheckEngine(settings.Engine);
        AcceleratorOptions options = AcceleratorOptions.FromEnvironment();
        string? device = settings.Device ?? options.Device;
        bool isKindSure = settings.Kind is not null && device is null;   // names count the devices of all kinds
        return new Accelerators(options with
        {
            Device = device,
            Embedded = isKindSure ? options.Embedded with { Kinds = [settings.Kind!] } : options.Embedded,
            OnlyProvider = settings.Provider ?? options.OnlyProvider,
            Daemon = settings.Socket ?? options.Daemon,
            Engine = settings.Engine ?? options.Engine,
        });
    }

    /// <summary>A device would only say that it opens no queue; here the reason is known.</summary>
    private static void CheckEngine(string? name)
    {
        if (name is null)
        {
            return;
        }

        foreach (DeflateEngineInfo engine in DeflateEngines.All)
        {
            if (EngineNames.Of(engine.Kind) == name)
            {
                if (!engine.IsAvailable)
                {
                    throw new UserErrorException($"the engine {name} is absent: {engine.Reason}");
                }

                return;
            }
        }

        throw new UserErrorException($"there is no engine '{name}'; use {string.Join(", ", DeflateEngines.All.Select(engine => EngineNames.Of(engine.Kind)))}");
    }
}
