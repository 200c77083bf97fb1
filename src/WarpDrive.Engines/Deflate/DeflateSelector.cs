using System.Collections.Concurrent;

namespace WarpDrive.Engines.Deflate;

/// <summary>Chooses the engine for an operation: the fastest here among those that keep the promised ratio, or the forced one.</summary>
/// <remarks>
/// Thread safe. The first choice for an operation, a promise and a size class measures the candidates, which takes
/// tens of milliseconds at most; every later one is an array read. <see cref="Prepare"/> measures ahead of time.
/// </remarks>
public sealed class DeflateSelector
{
    /// <summary>The smallest plain length of <see cref="DeflateSizeClass.Medium"/>, in bytes.</summary>
    public const int MediumLength = 16 * 1024;

    /// <summary>The smallest plain length of <see cref="DeflateSizeClass.Large"/>, in bytes.</summary>
    public const int LargeLength = 512 * 1024;

    private const int Operations = 4;
    private const int LevelBits = 8;

    private readonly DeflateSelectorOptions _options;
    private readonly Lock _measuring = new();
    private readonly ConcurrentQueue<DeflateMeasurement> _measurements = new();

    // One cell per operation, promise and size class: 0 unknown, else ((kind + 1) << LevelBits) + level. Written once or pinned, read without a lock.
    private readonly int[] _cells = new int[Operations * DeflatePromiseTable.Promises * DeflatePromiseTable.SizeClasses];

    /// <summary>Makes a selector.</summary>
    /// <param name="options">What to force; nothing when <see langword="null"/>.</param>
    /// <exception cref="DeflateEngineUnavailableException">The forced engine is not there.</exception>
    /// <exception cref="ArgumentException">A level is forced without an engine.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The forced engine has no such level.</exception>
    public DeflateSelector(DeflateSelectorOptions? options = null)
    {
        _options = options ?? new DeflateSelectorOptions();
        if (_options.Engine is not { } kind)
        {
            if (_options.EngineLevel is not null)
            {
                throw new ArgumentException("An engine's own level means nothing without the engine.", nameof(options));
            }

            return;
        }

        DeflateEngineInfo info = DeflateEngines.Describe(kind);
        if (!info.IsAvailable)
        {
            throw new DeflateEngineUnavailableException(kind, info.Reason);
        }

        if (_options.EngineLevel is { } level && info.CanEncode)
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(level, info.MinLevel, nameof(options));
            ArgumentOutOfRangeException.ThrowIfGreaterThan(level, info.MaxLevel, nameof(options));
        }
    }

    /// <summary>The selector without options that the process shares, so that each measurement is made once.</summary>
    public static DeflateSelector Shared { get; } = new();

    /// <summary>Everything measured so far, in the order of measuring.</summary>
    public IReadOnlyCollection<DeflateMeasurement> Measurements => _measurements;

    /// <summary>The class of a plain length.</summary>
    /// <param name="length">Bytes, at least 0.</param>
    public static DeflateSizeClass SizeClassOf(long length) =>
        length < MediumLength ? DeflateSizeClass.Small : length < LargeLength ? DeflateSizeClass.Medium : DeflateSizeClass.Large;

    /// <summary>Chooses for one operation. Allocates nothing once the answer is known.</summary>
    /// <param name="operation">What is to be done.</param>
    /// <param name="promise">The promised ratio; ignored for <see cref="DeflateOperation.Decode"/>.</param>
    /// <param name="length">The plain length in bytes, at least 0; of a stream that of a typical request, of a stream to decode the room for it.</param>
    /// <exception cref="DeflateEngineUnavailableException">The forced engine cannot do the operation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public DeflateChoice Choose(DeflateOperation operation, DeflatePromise promise, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        DeflateSizeClass sizeClass = SizeClassOf(length);
        int cell = CellOf(operation, promise, sizeClass);
        int packed = Volatile.Read(ref _cells[cell]);
        return packed != 0 ? Unpack(packed) : Decide(operation, promise, sizeClass, cell);
    }

    /// <summary>Fixes a choice, in place of measuring or of what was measured.</summary>
    /// <param name="operation">For which operation.</param>
    /// <param name="promise">For which promise; ignored for <see cref="DeflateOperation.Decode"/>.</param>
    /// <param name="sizeClass">For which class of lengths.</param>
    /// <param name="choice">The choice; that it keeps the promise is the caller's word.</param>
    /// <exception cref="DeflateEngineUnavailableException">The engine is absent or cannot do the operation.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range, or the engine has no such level.</exception>
    public void Pin(DeflateOperation operation, DeflatePromise promise, DeflateSizeClass sizeClass, DeflateChoice choice)
    {
        int cell = CellOf(operation, promise, sizeClass);
        using IDisposable trial = operation switch   // the constructors know what is wrong with a choice
        {
            DeflateOperation.Encode => DeflateEngines.CreateEncoder(choice.Kind, choice.Level),
            DeflateOperation.StreamEncode => DeflateEngines.CreateStreamEncoder(choice.Kind, choice.Level),
            DeflateOperation.PieceEncode => DeflateEngines.CreatePieceEncoder(choice.Kind, choice.Level),
            _ => DeflateEngines.CreateDecoder(choice.Kind),
        };
        lock (_measuring)
        {
            Volatile.Write(ref _cells[cell], Pack(choice));
        }
    }

    /// <summary>Measures now what <see cref="Choose"/> would measure at its first calls for this promise.</summary>
    /// <param name="promise">The promise.</param>
    public void Prepare(DeflatePromise promise)
    {
        foreach (DeflateOperation operation in Enum.GetValues<DeflateOperation>())
        {
            if (_options.Engine is { } kind && !Can(DeflateEngines.Describe(kind), operation))
            {
                continue;
            }

            _ = Choose(operation, promise, 0);
            _ = Choose(operation, promise, MediumLength);
            _ = Choose(operation, promise, LargeLength);
        }
    }

    private static bool Can(DeflateEngineInfo info, DeflateOperation operation) => operation switch
    {
        DeflateOperation.Encode or DeflateOperation.PieceEncode => info.CanEncode,
        DeflateOperation.StreamEncode => info.CanStreamEncode,
        _ => true,
    };

    private static int CellOf(DeflateOperation operation, DeflatePromise promise, DeflateSizeClass sizeClass)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)operation, (uint)Operations, nameof(operation));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)promise, (uint)DeflatePromise.Level9, nameof(promise));
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)sizeClass, (uint)DeflateSizeClass.Large, nameof(sizeClass));
        int row = operation == DeflateOperation.Decode ? 0 : (int)promise;
        return ((int)operation * DeflatePromiseTable.Promises + row) * DeflatePromiseTable.SizeClasses + (int)sizeClass;
    }

    private static int Pack(DeflateChoice choice) => (((int)choice.Kind + 1) << LevelBits) + choice.Level;

    private static DeflateChoice Unpack(int packed) =>
        new((DeflateEngineKind)((packed >> LevelBits) - 1), packed & ((1 << LevelBits) - 1));

    private DeflateChoice Decide(DeflateOperation operation, DeflatePromise promise, DeflateSizeClass sizeClass, int cell)
    {
        lock (_measuring)
        {
            int packed = _cells[cell];
            if (packed == 0)
            {
                packed = Pack(_options.Engine is { } kind
                    ? Forced(kind, operation, promise, sizeClass)
                    : Fastest(operation, promise, sizeClass));
                Volatile.Write(ref _cells[cell], packed);
            }

            return Unpack(packed);
        }
    }

    private DeflateChoice Forced(DeflateEngineKind kind, DeflateOperation operation, DeflatePromise promise, DeflateSizeClass sizeClass)
    {
        DeflateEngineInfo info = DeflateEngines.Describe(kind);
        if (!Can(info, operation))
        {
            throw new DeflateEngineUnavailableException(
                kind, operation == DeflateOperation.StreamEncode ? "it does not encode step by step" : "it does not encode");
        }

        if (operation == DeflateOperation.Decode)
        {
            return new DeflateChoice(kind, 0);
        }

        int promised = DeflatePromiseTable.LevelOf(kind, promise, sizeClass);
        int level = _options.EngineLevel ?? (promised != DeflatePromiseTable.None ? promised : info.MaxLevel);
        return new DeflateChoice(kind, operation != DeflateOperation.Encode && info.CanStreamEncode ? Math.Max(level, info.MinStreamLevel) : level);
    }

    private DeflateChoice Fastest(DeflateOperation operation, DeflatePromise promise, DeflateSizeClass sizeClass)
    {
        List<DeflateChoice> candidates = DeflatePromiseTable.Candidates(operation, promise, sizeClass);
        if (candidates.Count == 0)
        {
            throw new DeflateEngineUnavailableException(DeflateEngineKind.Runtime, DeflateEngines.Describe(DeflateEngineKind.Runtime).Reason);
        }

        if (candidates.Count == 1)
        {
            return candidates[0];
        }

        double[] speeds = DeflateCalibration.Measure(operation, sizeClass, candidates);
        int winner = speeds.AsSpan().IndexOf(speeds.Max());
        for (int i = 0; i < candidates.Count; i++)
        {
            _measurements.Enqueue(new DeflateMeasurement(operation, promise, sizeClass, candidates[i], speeds[i], i == winner));
        }

        return candidates[winner];
    }
}
