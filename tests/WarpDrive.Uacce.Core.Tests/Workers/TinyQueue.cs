using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core.Tests.Workers;

/// <summary>The device's end of a tiny queue. Completion i is the descriptor's first word, behind it its number + 1.</summary>
internal sealed class TinyQueue(uint number, int depth = 256) : DeviceQueue
{
    private uint _head;
    private int _inside;
    private uint _taken;
    private bool _stalled;

    public override uint Number => number;

    public int Depth => depth;

    public RegionMemory Ring { get; } = new TestRegion((depth * 64) + (depth * 16));

    public RegionMemory Ctl { get; } = new TestRegion(CtlLayout.SizeFor(1));

    /// <summary>A descriptor whose first word is this makes the device model throw.</summary>
    public const ulong Poison = 0xDEAD_DEAD_DEAD_DEAD;

    /// <summary>While set the device takes nothing, as if its completion ring was full.</summary>
    public bool Stalled { get => Volatile.Read(ref _stalled); set => Volatile.Write(ref _stalled, value); }

    /// <summary>After this is set, any access is recorded as an error.</summary>
    public volatile bool Forbidden;

    public int Violations;

    /// <summary>Called for each descriptor.</summary>
    public Action<ulong>? OnDescriptor { get; set; }

    public override bool HasWork
    {
        get
        {
            CheckAllowed();
            return Volatile.Read(ref Ctl.At<uint>(CtlLayout.SqTail)) != _head;
        }
    }

    public int Serve(int limit)
    {
        CheckAllowed();
        if (Interlocked.Increment(ref _inside) != 1)
        {
            Interlocked.Increment(ref Violations);
        }

        int done = 0;
        try
        {
            uint tail = Volatile.Read(ref Ctl.At<uint>(CtlLayout.SqTail));
            while (done < limit && _head != tail && !Stalled)
            {
                Unsafe.SkipInit(out Descriptor copy);
                copy = Ring.At<Descriptor>((int)_head * 64);
                if (copy.W0 == Poison)
                {
                    throw new InvalidOperationException("poisoned descriptor");
                }

                OnDescriptor?.Invoke(copy.W0);
                Ring.At<ulong>(((int)_head * 64) + 56) = copy.W0 ^ copy.W7;
                int completion = (depth * 64) + ((int)_head * 16);
                Ring.At<ulong>(completion) = copy.W0;
                Volatile.Write(ref Ring.At<ulong>(completion + 8), ++_taken);
                _head = _head + 1 == (uint)depth ? 0 : _head + 1;
                done++;
            }
        }
        finally
        {
            Interlocked.Decrement(ref _inside);
        }

        return done;
    }

    public override Errno Start() => Errno.None;

    public override void Stop()
    {
    }

    public override void Release()
    {
    }

    public override void Die()
    {
    }

    public override bool IsUpdated() => false;

    public override int Ioctl(uint command, Span<byte> argument) => -(int)Errno.EINVAL;

    public override void OnArmed()
    {
    }

    private void CheckAllowed()
    {
        if (Forbidden)
        {
            Interlocked.Increment(ref Violations);
        }
    }

    [StructLayout(LayoutKind.Sequential, Size = 64)]
    internal struct Descriptor
    {
        public ulong W0, W1, W2, W3, W4, W5, W6, W7;
    }
}
