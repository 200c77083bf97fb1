using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Engines.PublicKey;

/// <summary>
/// A key block made ready: what can be computed from the block alone, beside a copy of the block to know it again. Everybody who uses it
/// holds a reference; the last one to let go clears it.
/// </summary>
/// <remarks>What a prepared key holds does not change after it was made, or guards its own changes: many threads use one at once.</remarks>
internal abstract unsafe class PreparedKey
{
    private readonly byte* _block;
    private readonly int _blockLength;
    private int _references = 1;

    protected PreparedKey(KeyClass kind, ReadOnlySpan<byte> block)
    {
        Kind = kind;
        _blockLength = block.Length;
        _block = (byte*)NativeMemory.Alloc((nuint)block.Length);
        block.CopyTo(new Span<byte>(_block, block.Length));
    }

    internal KeyClass Kind { get; }

    /// <summary>The name in the cache.</summary>
    internal UInt128 Name { get; set; }

    /// <summary>When the cache last gave it out, in the cache's own count.</summary>
    internal long LastUse { get; set; }

    /// <summary>Whether the key was made from this block; the time does not tell where blocks differ.</summary>
    internal bool IsOf(KeyClass kind, ReadOnlySpan<byte> block) =>
        kind == Kind && ConstantTime.AreEqual(block, new ReadOnlySpan<byte>(_block, _blockLength));

    /// <summary>Only while the caller knows of another reference: its own, or the cache's under the cache's lock.</summary>
    internal void AddReference() => Interlocked.Increment(ref _references);

    /// <summary>Lets go; the last one zeroes and frees.</summary>
    internal void Release()
    {
        if (Interlocked.Decrement(ref _references) == 0)
        {
            CryptographicOperations.ZeroMemory(new Span<byte>(_block, _blockLength));
            NativeMemory.Free(_block);
            Free();
        }
    }

    /// <summary>Clears and frees what the key was prepared into.</summary>
    protected abstract void Free();
}
