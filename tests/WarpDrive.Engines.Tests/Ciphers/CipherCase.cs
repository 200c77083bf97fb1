using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>A job of <see cref="CipherEngine"/> with memory of its own.</summary>
internal sealed unsafe class CipherCase
{
    private const int Fence = 32;
    private const byte FenceByte = 0xA5;

    private readonly byte[] _key;
    private readonly byte[] _iv;
    private readonly byte[] _ivCopy;
    private readonly byte[] _source;
    private readonly byte[] _destination;
    private readonly int _offset;
    private readonly int _length;

    internal CipherCase(
        CipherKind kind, BlockMode mode, bool decrypt, byte[] key, byte[] iv, ReadOnlySpan<byte> data, bool inPlace = false, int offset = 0)
    {
        Kind = kind;
        Mode = mode;
        Decrypt = decrypt;
        _key = Pinned(key, 0);
        _iv = Pinned(iv, 0);
        _ivCopy = [.. iv];
        _offset = offset + Fence;
        _length = data.Length;
        _source = Pinned(data, _offset);
        _destination = inPlace ? _source : Pinned(new byte[data.Length], _offset);
    }

    internal CipherKind Kind { get; }

    internal BlockMode Mode { get; }

    internal bool Decrypt { get; }

    internal CipherJob Job => new()
    {
        Kind = Kind,
        Mode = Mode,
        Decrypt = Decrypt,
        Key = Pointer(_key),
        KeyLength = _key.Length - Fence,
        Iv = Pointer(_iv),
        Source = Pointer(_source) + _offset,
        Destination = Pointer(_destination) + _offset,
        Length = _length,
    };

    /// <summary>The output, after a look at what lies around it and at the IV, which no job may write.</summary>
    internal byte[] Result
    {
        get
        {
            Assert.Equal(-1, _destination.AsSpan(0, _offset).IndexOfAnyExcept(FenceByte));
            Assert.Equal(-1, _destination.AsSpan(_offset + _length).IndexOfAnyExcept(FenceByte));
            Assert.Equal(_ivCopy, _iv.AsSpan(0, _ivCopy.Length).ToArray());
            return _destination.AsSpan(_offset, _length).ToArray();
        }
    }

    /// <summary>Runs one job in an engine.</summary>
    internal static byte[] Run(
        CipherEngine engine, CipherKind kind, BlockMode mode, bool decrypt, byte[] key, byte[] iv, ReadOnlySpan<byte> data, out CipherPath path)
    {
        var one = new CipherCase(kind, mode, decrypt, key, iv, data);
        Span<CipherJob> jobs = [one.Job];
        engine.Run(jobs);
        path = jobs[0].Path;
        return one.Result;
    }

    internal static byte[] Pinned(ReadOnlySpan<byte> data, int offset)
    {
        byte[] memory = GC.AllocateUninitializedArray<byte>(offset + data.Length + Fence, pinned: true);
        memory.AsSpan().Fill(FenceByte);
        data.CopyTo(memory.AsSpan(offset));
        return memory;
    }

    internal static byte* Pointer(byte[] pinned) =>
        (byte*)System.Runtime.CompilerServices.Unsafe.AsPointer(ref System.Runtime.InteropServices.MemoryMarshal.GetArrayDataReference(pinned));
}
