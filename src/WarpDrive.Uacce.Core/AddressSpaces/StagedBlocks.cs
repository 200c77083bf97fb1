using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>Memory of another process that was copied, or will be written, for several requests together: what a lease was told to expect.</summary>
/// <remarks>Blocks are few, and requests ask for them in the order in which they were made.</remarks>
internal sealed unsafe class StagedBlocks
{
    private Block[] _blocks = new Block[8];
    private int _count;
    private int _last;

    /// <summary>Adds a block.</summary>
    /// <param name="address">Its first byte in the process.</param>
    /// <param name="length">Bytes that are there.</param>
    /// <param name="memory">Where they are staged.</param>
    /// <param name="isRead">For ranges that are only read; else for those that are only written.</param>
    internal void Add(ulong address, int length, byte* memory, bool isRead)
    {
        if (_count == _blocks.Length)
        {
            Array.Resize(ref _blocks, _count * 2);
        }

        _blocks[_count++] = new Block { Address = address, Length = length, Memory = memory, IsRead = isRead };
    }

    /// <summary>Where all of a range is staged; null when it is not.</summary>
    internal byte* Find(in MemoryRange range)
    {
        if (_count == 0 || range.Access == MemoryAccess.ReadWrite)
        {
            return null;
        }

        bool isRead = range.Access == MemoryAccess.Read;
        for (int i = 0; i < _count; i++)
        {
            int at = _last + i < _count ? _last + i : _last + i - _count;
            ref readonly Block block = ref _blocks[at];
            ulong offset = range.Address - block.Address;
            if (block.IsRead == isRead && offset <= (ulong)block.Length && range.Length <= block.Length - (int)offset)
            {
                _last = at;
                return block.Memory + offset;
            }
        }

        return null;
    }

    /// <summary>Wipes the blocks, as short ranges are: keys may be among them.</summary>
    internal void Forget()
    {
        foreach (ref readonly Block block in _blocks.AsSpan(0, _count))
        {
            NativeMemory.Clear(block.Memory, (nuint)block.Length);
        }

        _count = 0;
        _last = 0;
    }

    private struct Block
    {
        internal ulong Address;
        internal byte* Memory;
        internal int Length;
        internal bool IsRead;
    }
}
