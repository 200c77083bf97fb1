using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Linux;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Hashing;

/// <summary>Hashes groups of files on one thread: small ones are read into one arena and given to the device together, to share its lanes; others go as streams.</summary>
internal sealed class FileGroup
{
    /// <summary>Files of a group.</summary>
    internal const int Files = 128;

    private const int SmallFile = 256 << 10;                 // beyond it no message joins a lane group (docs/architecture.md, Lanes)
    private const int ArenaSize = 4 << 20;                   // a few rounds of lanes of 16 KiB files; larger arenas only leave the cache
    private const string StandardName = "-";

    private readonly Hasher _hasher;
    private readonly byte[] _arena = GC.AllocateUninitializedArray<byte>(ArenaSize, pinned: true);
    private readonly byte[] _digests;
    private readonly ReadOnlyMemory<byte>[] _messages = new ReadOnlyMemory<byte>[Files];
    private readonly int[] _waiting = new int[Files];        // which files the messages are
    private int _count;
    private int _used;

    /// <summary>Makes it.</summary>
    /// <param name="hasher">Thread safe; shared by all groups.</param>
    internal FileGroup(Hasher hasher)
    {
        _hasher = hasher;
        _digests = new byte[Files * hasher.HashSize];
    }

    /// <summary>Where the last message ran.</summary>
    internal Receipt Receipt { get; private set; }

    /// <summary>Hashes files.</summary>
    /// <param name="names">At most <see cref="Files"/> names.</param>
    /// <param name="results">Become what came of them, in the same order.</param>
    internal void Run(ReadOnlySpan<string> names, Span<FileDigest> results)
    {
        for (int i = 0; i < names.Length; i++)
        {
            if (_arena.Length - _used <= SmallFile)
            {
                Flush(names, results);
            }

            try
            {
                if (names[i] != StandardName)
                {
                    Take(names[i], i, results);
                    continue;
                }

                using Stream input = Console.OpenStandardInput();
                results[i] = new FileDigest(StandardName, HashStream([], input), null);
            }
            catch (Exception e) when (ErrorText.IsExpected(e))
            {
                results[i] = new FileDigest(names[i], null, ErrorText.Describe(e));
            }
        }

        Flush(names, results);
    }

    /// <summary>Reads a file into the arena; one too long for that is hashed at once.</summary>
    private void Take(string name, int index, Span<FileDigest> results)
    {
        Span<byte> room = _arena.AsSpan(_used, SmallFile + 1);
        int length = Libc.ReadFile(name, room, out SafeFileHandle? rest);
        if (rest is not null)
        {
            using var stream = new FileStream(rest, FileAccess.Read, bufferSize: 0);
            results[index] = new FileDigest(name, HashStream(room, stream), null);
            return;
        }

        _messages[_count] = MemoryMarshal.CreateFromPinnedArray(_arena, _used, length);
        _waiting[_count++] = index;
        _used += (length + 63) & ~63;
    }

    private void Flush(ReadOnlySpan<string> names, Span<FileDigest> results)
    {
        if (_count > 0)
        {
            int size = _hasher.HashSize;
            Receipt = _hasher.HashMany(_messages.AsSpan(0, _count), _digests);
            for (int i = 0; i < _count; i++)
            {
                results[_waiting[i]] = new FileDigest(names[_waiting[i]], _digests.AsSpan(i * size, size).ToArray(), null);
            }
        }

        _count = 0;
        _used = 0;
    }

    /// <summary>Hashes what was read of a stream already, and the rest of it.</summary>
    private byte[] HashStream(ReadOnlySpan<byte> begun, Stream rest)
    {
        using IncrementalHasher hasher = _hasher.CreateIncremental();
        hasher.Append(begun);
        Span<byte> room = _arena.AsSpan(_used, SmallFile);   // behind the messages that wait; what was begun is with the hasher
        while (rest.Read(room) is int count and > 0)
        {
            hasher.Append(room[..count]);
        }

        byte[] digest = new byte[_hasher.HashSize];
        Receipt = hasher.GetHashAndReset(digest).Receipt;
        return digest;
    }
}
