using System.Collections.Concurrent;
using WarpDrive.Engines.Native;

namespace WarpDrive.Engines.Hashing;

/// <summary>Chooses how to run hashes: together in lanes, or one after the other, and on which path.</summary>
/// <remarks>
/// Thread safe. The first choice for a family of hash functions and a class of lengths measures the candidates, which takes some milliseconds, and once tens of
/// them to compile the code; every later one is an array read. <see cref="Prepare"/> measures ahead of time.
/// </remarks>
public sealed class HashSelector
{
    /// <summary>The smallest length of <see cref="HashSizeClass.Small"/>, in bytes.</summary>
    public const int SmallLength = 512;

    /// <summary>The smallest length of <see cref="HashSizeClass.Large"/>, in bytes.</summary>
    public const int LargeLength = 4096;

    private const int SizeClasses = (int)HashSizeClass.Large + 1;

    private readonly Lock _measuring = new();
    private readonly ConcurrentQueue<HashMeasurement> _measurements = new();
    private readonly Lazy<HashChoice?>[] _unrivalled = new Lazy<HashChoice?>[HashKinds.FamilyCount];
    private readonly HashChoice?[] _cells = new HashChoice?[HashKinds.FamilyCount * SizeClasses];   // written once, read without a lock

    /// <summary>Makes a selector that has measured nothing.</summary>
    public HashSelector()
    {
        for (int i = 0; i < _unrivalled.Length; i++)
        {
            var family = (HashFamily)i;
            _unrivalled[i] = new Lazy<HashChoice?>(() => Unrivalled(family));
        }
    }

    /// <summary>The selector that the process shares, so that each measurement is made once.</summary>
    public static HashSelector Shared { get; } = new();

    /// <summary>Everything measured so far, in the order of measuring.</summary>
    public IReadOnlyCollection<HashMeasurement> Measurements => _measurements;

    /// <summary>The class of a length.</summary>
    /// <param name="length">Bytes, at least 0.</param>
    public static HashSizeClass SizeClassOf(long length) =>
        length < SmallLength ? HashSizeClass.Tiny : length < LargeLength ? HashSizeClass.Small : HashSizeClass.Large;

    /// <summary>The choice for messages of a length. Allocates nothing once the answer is known.</summary>
    /// <param name="kind">The hash function.</param>
    /// <param name="length">Bytes of a typical message, at least 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind, or the length is negative.</exception>
    public HashChoice Choose(HashKind kind, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        return Choose(HashKinds.FamilyOf(kind), SizeClassOf(length));
    }

    /// <summary>Measures now what <see cref="Choose(HashKind, long)"/> would measure at its first calls for this hash function.</summary>
    /// <param name="kind">The hash function.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such kind.</exception>
    public void Prepare(HashKind kind)
    {
        for (var sizeClass = HashSizeClass.Tiny; sizeClass <= HashSizeClass.Large; sizeClass++)
        {
            _ = Choose(HashKinds.FamilyOf(kind), sizeClass);
        }
    }

    internal HashChoice Choose(HashFamily family, HashSizeClass sizeClass)
    {
        ref HashChoice? cell = ref _cells[(int)family * SizeClasses + (int)sizeClass];
        return Volatile.Read(ref cell) ?? Decide(family, sizeClass, ref cell);
    }

    /// <summary>The choice for so many jobs. When they fill half the lanes of the only path for many at once, there is nothing to measure for them.</summary>
    internal HashChoice Choose(HashFamily family, HashSizeClass sizeClass, int jobs)
    {
        HashChoice? known = Volatile.Read(ref _cells[(int)family * SizeClasses + (int)sizeClass]);
        return known is null && _unrivalled[(int)family].Value is { } sole && jobs >= sole.Lanes / 2 ? sole : known ?? Choose(family, sizeClass);
    }

    /// <summary>Fixes a choice in place of measuring, for tests.</summary>
    internal void Pin(HashFamily family, HashSizeClass sizeClass, HashChoice choice) =>
        Volatile.Write(ref _cells[(int)family * SizeClasses + (int)sizeClass], choice);

    private HashChoice Decide(HashFamily family, HashSizeClass sizeClass, ref HashChoice? cell)
    {
        lock (_measuring)
        {
            if (cell is { } known)
            {
                return known;
            }

            HashMeasurement[] measured = HashCalibration.Measure(family, sizeClass);
            HashChoice choice = Weigh(family, measured);
            foreach (HashMeasurement measurement in measured)
            {
                _measurements.Enqueue(measurement with
                {
                    Chosen = measurement.Path == choice.OneShot || measurement.Path == choice.Stream
                        || measurement.Path == choice.OneShots || measurement.Path == choice.Streams,
                });
            }

            Volatile.Write(ref cell, choice);
            return choice;
        }
    }

    /// <summary>What a family has when one path alone runs many at once; null when that is to be measured.</summary>
    private static HashChoice? Unrivalled(HashFamily family)
    {
        HashKind kind = HashCalibration.KindOf(family);
        HashPath lanes = HashCalibration.WidestVector(kind);
        if (lanes == HashPath.Scalar || IpsecMbHashes.Has(kind))
        {
            return null;
        }

        // Processors have no instructions for MD5 that would make the library faster than ours; loading it takes longer than many a batch.
        HashPath single = family != HashFamily.Md5 && LibCrypto.HasDigest(family) ? HashPath.LibCrypto : HashPath.Scalar;
        return new HashChoice(single, single, lanes, lanes, HashEngine.LanesOf(lanes, kind), 2);
    }

    private static HashChoice Weigh(HashFamily family, HashMeasurement[] measured)
    {
        HashMeasurement oneShot = measured.Where(m => m.Lanes == 1).MinBy(m => m.NanosecondsPerCall)!;
        HashMeasurement stream = measured.Where(m => m.Path == HashPath.Scalar || (m.Path == HashPath.LibCrypto && LibCrypto.HasDigest(family))).MinBy(m => m.NanosecondsPerCall)!;
        HashMeasurement? oneShots = measured.Where(m => m.Lanes > 1).MinBy(m => m.NanosecondsPerCall / m.Lanes);
        HashMeasurement? streams = measured.FirstOrDefault(m => m.Path is HashPath.Vector128 or HashPath.Vector256 or HashPath.Vector512);
        if (oneShots is null || streams is null)
        {
            return new HashChoice(oneShot.Path, stream.Path, oneShot.Path, HashPath.Scalar, 1, int.MaxValue);
        }

        // A group takes as long as a full one however few of its lanes are used.
        double breakEven = Math.Max(2, Math.Ceiling(oneShots.NanosecondsPerCall / oneShot.NanosecondsPerCall));
        return new HashChoice(
            oneShot.Path, stream.Path, oneShots.Path, streams.Path, oneShots.Lanes, breakEven > oneShots.Lanes ? int.MaxValue : (int)breakEven);
    }
}
