using System.Buffers.Binary;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>A stream as a caller keeps it: state, last-used counter and totals between the parts.</summary>
internal sealed class GcmStream(AeadEngine engine, AeadKind kind, bool decrypt, byte[] key, byte[] iv)
{
    private uint _counter;
    private ulong _associated;
    private ulong _payload;

    internal byte[] State { get; private set; } = new byte[16];

    internal void First(byte[] associated)
    {
        Run(AeadPart.First, associated, [], [], out _);
        _associated = (ulong)associated.Length;
        _counter = 1;
    }

    internal byte[] Middle(byte[] data)
    {
        _payload += (ulong)data.Length;
        AeadCase part = Run(AeadPart.Middle, [], data, [], out _);
        _counter += (uint)data.Length / 16;
        return part.Result;
    }

    internal byte[] Last(byte[] data, byte[] tag, out bool mismatch)
    {
        _payload += (ulong)data.Length;
        AeadCase part = Run(AeadPart.Last, [], data, tag, out mismatch);
        part.Tag.CopyTo(tag, 0);
        return part.Result;
    }

    private unsafe AeadCase Run(AeadPart part, byte[] associated, byte[] data, byte[] tag, out bool mismatch)
    {
        byte[] counter = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(counter, _counter);
        var one = new AeadCase(kind, decrypt, key, [.. iv, .. counter], associated, data, tag, inPlace: data.Length % 2 == 0);
        one.Job.Part = part;
        one.Job.AssociatedTotal = _associated;
        one.Job.PayloadTotal = _payload;
        State.CopyTo(new Span<byte>(one.Job.State, 16));
        AeadCase.Run(engine, one);
        State = one.State;
        mismatch = one.Job.TagMismatch;
        return one;
    }
}
