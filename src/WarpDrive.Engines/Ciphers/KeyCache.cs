using System.Buffers.Binary;
using System.Security.Cryptography;

namespace WarpDrive.Engines.Ciphers;

/// <summary>The last keys that one engine worked with, prepared. Not thread safe, as its engine.</summary>
/// <remarks>
/// A key belongs to a set chosen by a hash under a secret of this cache, so that nobody can choose keys that evict each other; within the set the
/// whole key is compared, in constant time. Keys used in the current round stay: jobs of a batch that are under way point to them.
/// </remarks>
internal sealed unsafe class KeyCache : IDisposable
{
    private const int Sets = 64;
    private const int Ways = 4;

    private readonly PreparedKey?[] _slots = new PreparedKey?[Sets * Ways];
    private readonly ulong _seed;
    private readonly ulong _factor;
    private PreparedKey? _last;
    private ulong _round = 1;

    internal KeyCache()
    {
        Span<byte> secret = stackalloc byte[16];
        RandomNumberGenerator.Fill(secret);
        _seed = BinaryPrimitives.ReadUInt64LittleEndian(secret);
        _factor = BinaryPrimitives.ReadUInt64LittleEndian(secret[8..]) | 1;
    }

    /// <summary>Begins a round: no job is under way, every key may be evicted.</summary>
    internal void BeginRound() => _round++;

    /// <summary>The key, prepared, or null when its set is full of keys of this round.</summary>
    /// <param name="use">What it is for.</param>
    /// <param name="key">The raw key in memory that others may write: it is read once.</param>
    /// <param name="length">Bytes of the key, at most 64.</param>
    internal PreparedKey? TryGet(KeyUse use, byte* key, int length)
    {
        // The keys of consecutive jobs are often the same.
        if (_last != null && _last.Is(use, new ReadOnlySpan<byte>(key, length)))
        {
            _last.Round = _round;
            return _last;
        }

        Span<byte> copy = stackalloc byte[PreparedKey.MaxLength];
        new ReadOnlySpan<byte>(key, length).CopyTo(copy);
        _last = Find(use, copy[..length]);
        CryptographicOperations.ZeroMemory(copy);
        return _last;
    }

    /// <summary>As <see cref="TryGet"/> for an engine that has no job under way.</summary>
    internal PreparedKey Get(KeyUse use, byte* key, int length)
    {
        PreparedKey? found = TryGet(use, key, length);
        if (found == null)
        {
            BeginRound();
            found = TryGet(use, key, length);
        }

        return found!;
    }

    /// <summary>Keys that are prepared now.</summary>
    internal int Count => _slots.Count(slot => slot is { Length: > 0 });

    /// <inheritdoc/>
    public void Dispose() => Clear();

    /// <summary>Zeroes all keys. No job is under way.</summary>
    internal void Clear()
    {
        _last = null;
        for (int i = 0; i < _slots.Length; i++)
        {
            _slots[i]?.Dispose();
            _slots[i] = null;
        }
    }

    private PreparedKey? Find(KeyUse use, ReadOnlySpan<byte> key)
    {
        Span<PreparedKey?> set = _slots.AsSpan((int)(Hash(use, key) % Sets) * Ways, Ways);
        int victim = -1;
        ulong oldest = _round;
        for (int i = 0; i < Ways; i++)
        {
            PreparedKey? slot = set[i];
            if (slot == null)
            {
                victim = i;
                break;
            }

            if (slot.Is(use, key))
            {
                slot.Round = _round;
                return slot;
            }

            if (slot.Round < oldest)
            {
                oldest = slot.Round;
                victim = i;
            }
        }

        if (victim < 0)
        {
            return null;
        }

        PreparedKey taken = set[victim] ??= new PreparedKey();
        taken.Set(use, key);
        taken.Round = _round;
        return taken;
    }

    private ulong Hash(KeyUse use, ReadOnlySpan<byte> key)
    {
        ulong hash = _seed ^ (ulong)use ^ ((ulong)key.Length << 8);
        for (; key.Length >= 8; key = key[8..])
        {
            hash = (hash ^ BinaryPrimitives.ReadUInt64LittleEndian(key)) * _factor;
            hash ^= hash >> 32;
        }

        return hash ^ hash >> 17;
    }
}
