using System.Runtime.InteropServices;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Hisilicon.Hpre;
using WarpDrive.Hisilicon.Tests.Zip;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>The device's core by itself: descriptors as bytes, operand blocks in an arena.</summary>
internal sealed class HpreDeviceHand : IDisposable
{
    private readonly HpreExecutor _executor;

    internal HpreDeviceHand(int generation = 3) => _executor = new HpreExecutor(generation);

    internal Arena Arena { get; } = new(1 << 16);

    internal PreparedKeyCache Keys { get; } = new();

    internal HpreOutcome Outcome { get; private set; }

    /// <summary>Where the last result was to go.</summary>
    internal ulong Out { get; private set; }

    /// <summary>Executes a descriptor made of a code, task_len1 and three blocks; the result block is filled with 0xEE first.</summary>
    internal byte[] Execute(byte code, byte length, byte[] key, byte[] input, int output, uint messageWord = 0, uint control = 0)
    {
        Arena.Rewind();
        byte[] sqe = new byte[64];
        sqe[0] = code;
        sqe[3] = 0x40;
        MemoryMarshal.Write(sqe.AsSpan(4), control | length);
        MemoryMarshal.Write(sqe.AsSpan(0x08), Arena.Put(key));
        MemoryMarshal.Write(sqe.AsSpan(0x10), input.Length == 0 ? 0UL : Arena.Put(input));
        Out = Arena.Take(Math.Max(output, 64));
        Arena.At(Out, Math.Max(output, 64)).Fill(0xEE);
        MemoryMarshal.Write(sqe.AsSpan(0x18), Out | (output == 0 ? 2UL : 0));   // a stale address whose bit 1 is set
        MemoryMarshal.Write(sqe.AsSpan(0x20), 0x1122334455667788UL);
        MemoryMarshal.Write(sqe.AsSpan(0x28), messageWord);
        return Execute(sqe);
    }

    /// <summary>Executes a descriptor; what became of it.</summary>
    internal byte[] Execute(byte[] bytes, bool? elliptic = null, AddressSpace? space = null)
    {
        HpreSqe sqe = MemoryMarshal.Read<HpreSqe>(bytes);
        _executor.Execute(ref sqe, elliptic ?? (bytes[0] & 0x1F) >= 0x0D, Keys, space ?? Arena, leased: false, out HpreOutcome outcome);
        Outcome = outcome;
        byte[] result = new byte[64];
        MemoryMarshal.Write(result, in sqe);
        return result;
    }

    /// <summary>etype of a processed descriptor.</summary>
    internal static int Error(byte[] sqe) => (int)((MemoryMarshal.Read<uint>(sqe) >> 5) & 0x7FF);

    /// <summary>Big-endian numbers, each in a slot.</summary>
    internal static byte[] Block(int h, params byte[][] numbers) => [.. numbers.SelectMany(number => HpreData.Bytes(HpreData.Number(number), h))];

    public void Dispose()
    {
        _executor.Dispose();
        Keys.Dispose();
        Arena.Dispose();
    }
}
