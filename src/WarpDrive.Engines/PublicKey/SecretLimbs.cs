using System.Runtime.InteropServices;

namespace WarpDrive.Engines.PublicKey;

/// <summary>A private number that stays: outside the managed heap, which moves and leaves copies, and zeroed when its owner erases it.</summary>
internal sealed unsafe class SecretLimbs
{
    private readonly int _limbs;
    private ulong* _words;

    internal SecretLimbs(int limbs)
    {
        _limbs = limbs;
        _words = (ulong*)NativeMemory.AllocZeroed((nuint)limbs, sizeof(ulong));
    }

    internal Span<ulong> Value => new(_words, _words == null ? 0 : _limbs);

    /// <summary>Zeroes and frees.</summary>
    internal void Erase()
    {
        FixedModulus.Clear(Value);
        NativeMemory.Free(_words);   // null is allowed
        _words = null;
    }
}
