using WarpDrive.Engines.PublicKey;

namespace WarpDrive.Tool.Benchmarks.PublicKey;

/// <summary>The engine of software devices with its cache of prepared keys, for one thread.</summary>
internal sealed class EngineKey : IDisposable
{
    /// <summary>The engine.</summary>
    internal PublicKeyEngine Engine { get; } = new();

    /// <summary>Its prepared keys.</summary>
    internal PreparedKeyCache Keys { get; } = new();

    /// <summary>Numbers one behind the other, each in a slot of the same width (hisi-hpre.md section 3).</summary>
    /// <param name="slot">Bytes of a slot.</param>
    /// <param name="numbers">Big-endian numbers, none wider than a slot but for leading zeros.</param>
    internal static byte[] Block(int slot, params ReadOnlySpan<byte[]> numbers)
    {
        byte[] block = new byte[slot * numbers.Length];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> digits = numbers[i].AsSpan().TrimStart((byte)0);
            digits.CopyTo(block.AsSpan(((i + 1) * slot) - digits.Length));
        }

        return block;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Engine.Dispose();
        Keys.Dispose();
    }
}
