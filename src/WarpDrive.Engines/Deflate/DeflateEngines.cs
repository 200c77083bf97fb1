using System.Collections.Immutable;

namespace WarpDrive.Engines.Deflate;

/// <summary>The engines of this machine: which are there, and how to get an instance of one.</summary>
public static class DeflateEngines
{
    private static readonly Lazy<ImmutableArray<DeflateEngineInfo>> s_all = new(Discover);

    /// <summary>Every engine, present or not, with the reason for those that are not. Libraries are loaded at the first use.</summary>
    public static ImmutableArray<DeflateEngineInfo> All => s_all.Value;

    /// <summary>The engines that can be used here.</summary>
    public static IEnumerable<DeflateEngineInfo> Available => All.Where(info => info.IsAvailable);

    /// <summary>What is known about one engine.</summary>
    /// <param name="kind">The engine.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such engine.</exception>
    public static DeflateEngineInfo Describe(DeflateEngineKind kind)
    {
        foreach (DeflateEngineInfo info in All)
        {
            if (info.Kind == kind)
            {
                return info;
            }
        }

        throw new ArgumentOutOfRangeException(nameof(kind), kind, "There is no such deflate engine.");
    }

    /// <summary>Makes an encoder of whole streams.</summary>
    /// <param name="kind">The engine.</param>
    /// <param name="level">One of the engine's own levels.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or cannot encode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level.</exception>
    public static DeflateEncoder CreateEncoder(DeflateEngineKind kind, int level) => CreateEncoder(kind, level, DeflateWindow.MaxBits);

    /// <summary>Makes an encoder of whole streams with a limited window.</summary>
    /// <param name="kind">The engine.</param>
    /// <param name="level">One of the engine's own levels.</param>
    /// <param name="windowBits">Matches reach back at most 2 to this power bytes: <see cref="DeflateWindow.MinBits"/> to <see cref="DeflateWindow.MaxBits"/>.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, cannot encode, or cannot limit its window.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level, or there is no such window.</exception>
    public static DeflateEncoder CreateEncoder(DeflateEngineKind kind, int level, int windowBits)
    {
        DeflateEngineInfo info = Require(kind);
        if (!info.CanEncode)
        {
            throw new DeflateEngineUnavailableException(kind, "it does not encode");
        }

        RequireLevel(level, info.MinLevel, info.MaxLevel);
        RequireWindow(info, windowBits);
        return kind switch
        {
            DeflateEngineKind.IsaL => new IsaEncoder(level, windowBits),
            DeflateEngineKind.LibDeflate => new LibDeflateEncoder(level),
            _ => new RuntimeEncoder(level, windowBits),
        };
    }

    /// <summary>Makes an encoder of streams written step by step.</summary>
    /// <param name="kind">The engine.</param>
    /// <param name="level">One of the engine's own levels for streams.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or knows whole streams only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level for streams.</exception>
    public static DeflateStreamEncoder CreateStreamEncoder(DeflateEngineKind kind, int level) =>
        CreateStreamEncoder(kind, level, DeflateWindow.MaxBits);

    /// <summary>Makes an encoder of streams written step by step, with a limited window.</summary>
    /// <param name="kind">The engine.</param>
    /// <param name="level">One of the engine's own levels for streams.</param>
    /// <param name="windowBits">Matches reach back at most 2 to this power bytes, into the history too: <see cref="DeflateWindow.MinBits"/> to <see cref="DeflateWindow.MaxBits"/>.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or knows whole streams only.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level for streams, or there is no such window.</exception>
    public static DeflateStreamEncoder CreateStreamEncoder(DeflateEngineKind kind, int level, int windowBits)
    {
        DeflateEngineInfo info = Require(kind);
        if (!info.CanStreamEncode)
        {
            throw new DeflateEngineUnavailableException(kind, "it does not encode step by step");
        }

        RequireLevel(level, info.MinStreamLevel, info.MaxLevel);
        RequireWindow(info, windowBits);
        return kind switch
        {
            DeflateEngineKind.IsaL => new IsaStreamEncoder(level, windowBits),
            _ => new RuntimeStreamEncoder(level, windowBits),
        };
    }

    /// <summary>Makes an encoder of contiguous pieces of streams.</summary>
    /// <param name="kind">The engine.</param>
    /// <param name="level">One of the engine's own levels; for engines with stream encoders, one for streams.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent, or cannot encode.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The engine has no such level.</exception>
    public static DeflatePieceEncoder CreatePieceEncoder(DeflateEngineKind kind, int level) => Require(kind).CanStreamEncode
        ? new StreamPieceEncoder(CreateStreamEncoder(kind, level))
        : new WholePieceEncoder(CreateEncoder(kind, level));

    /// <summary>Makes a decoder of whole streams.</summary>
    /// <param name="kind">The engine.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent.</exception>
    public static InflateDecoder CreateDecoder(DeflateEngineKind kind)
    {
        _ = Require(kind);
        return kind switch
        {
            DeflateEngineKind.Managed => new ManagedDecoder(),
            DeflateEngineKind.IsaL => new IsaDecoder(),
            DeflateEngineKind.LibDeflate => new LibDeflateDecoder(),
            _ => new RuntimeDecoder(),
        };
    }

    private static ImmutableArray<DeflateEngineInfo> Discover() =>
    [
        new(DeflateEngineKind.Runtime, RuntimeZlib.Reason.Length == 0, RuntimeZlib.Version, RuntimeZlib.Path, RuntimeZlib.Reason,
            RuntimeEncoder.MinLevel, RuntimeEncoder.MaxLevel, RuntimeEncoder.MinLevel),
        new(DeflateEngineKind.IsaL, IsaLibrary.Reason.Length == 0, IsaLibrary.Version, IsaLibrary.Path, IsaLibrary.Reason,
            IsaLibrary.MinLevel, IsaLibrary.MaxLevel, IsaLibrary.MinStreamLevel),
        new(DeflateEngineKind.LibDeflate, LibDeflateLibrary.Reason.Length == 0, LibDeflateLibrary.Version, LibDeflateLibrary.Path,
            LibDeflateLibrary.Reason, LibDeflateLibrary.MinLevel, LibDeflateLibrary.MaxLevel, int.MaxValue),
        new(DeflateEngineKind.Managed, IsAvailable: true, typeof(DeflateEngines).Assembly.GetName().Version?.ToString(3) ?? "0", "", "",
            MinLevel: 0, MaxLevel: -1, MinStreamLevel: 0),
    ];

    private static DeflateEngineInfo Require(DeflateEngineKind kind)
    {
        DeflateEngineInfo info = Describe(kind);
        return info.IsAvailable ? info : throw new DeflateEngineUnavailableException(kind, info.Reason);
    }

    private static void RequireWindow(DeflateEngineInfo info, int windowBits)
    {
        DeflateWindow.Require(windowBits);
        if (windowBits < DeflateWindow.MaxBits && !info.CanLimitWindow)
        {
            throw new DeflateEngineUnavailableException(info.Kind, "it cannot limit its window");
        }
    }

    private static void RequireLevel(int level, int min, int max)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(level, min);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(level, max);
    }
}
