using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>The least that a queue can be: a descriptor written, taken, written back, and a completion, with the same bytes and nothing else.</summary>
/// <remarks>One tail and one completion word travel; nobody checks anything. With a second thread this is what two cores need for the cache lines.</remarks>
/// <typeparam name="TDescriptor">Begins with a <see cref="NullDescriptor"/>.</typeparam>
internal sealed unsafe class QueueBenchmarkBareRing<TDescriptor> : IDisposable
    where TDescriptor : unmanaged
{
    private const int Slots = 1024;
    private const int TailOffset = 0;
    private const int Descriptors = 128;

    private static readonly int s_completions = Descriptors + (Slots * sizeof(TDescriptor));
    private static readonly int s_bytes = s_completions + (Slots * QmCqe.SizeInBytes);

    private readonly byte* _memory;
    private readonly Thread? _server;
    private readonly ManualResetEventSlim _go = new();
    private readonly ManualResetEventSlim _resting = new(true);
    private volatile bool _active;
    private volatile bool _ending;
    private ulong _sent;
    private ulong _received;
    private ulong _served;

    internal QueueBenchmarkBareRing(bool withServer)
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)s_bytes, 4096);
        NativeMemory.Clear(_memory, (nuint)s_bytes);
        if (withServer)
        {
            _server = new Thread(Serve) { IsBackground = true, Name = "bare ring" };
            _server.Start();
        }
    }

    /// <summary>The server, if there is one, spins until <see cref="Pause"/>.</summary>
    internal void Resume()
    {
        if (_server is not null)
        {
            _resting.Reset();
            _active = true;
            _go.Set();
        }
    }

    /// <summary>The server sleeps.</summary>
    internal void Pause()
    {
        _go.Reset();
        _active = false;
        _resting.Wait(TimeSpan.FromSeconds(10));
    }

    /// <summary>Sends and receives, with a number in flight.</summary>
    internal long Run(long operations, int depth)
    {
        long errors = 0;
        for (long done = 0; done < operations;)
        {
            int count = (int)Math.Min(depth, operations - done);
            ulong sent = _sent;
            for (int i = 0; i < count; i++, sent++)
            {
                TDescriptor descriptor = default;
                Head(ref descriptor) = new NullDescriptor { Tag = sent, Opcode = NullDescriptor.Echo, Payload0 = sent };
                Slot(sent) = descriptor;
            }

            _sent = sent;
            Volatile.Write(ref Tail, sent);
            if (_server is null)
            {
                ServeUpTo(sent);
            }

            for (int i = 0; i < count; i++)
            {
                ulong received = _received;
                ulong phase = ~(received / Slots) & 1;
                ref ulong upper = ref Upper(received);
                for (int spins = 1; (Volatile.Read(ref upper) >> 48 & 1) != phase; spins++)
                {
                    QueueBenchmarkSpin.StepAside(spins);
                }

                TDescriptor descriptor = Slot(received);
                errors += Head(ref descriptor).Echo0 == received ? 0 : 1;
                _received = received + 1;
            }

            done += count;
        }

        return errors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _ending = true;
        _active = false;
        _go.Set();
        if (_server is not null && !_server.Join(TimeSpan.FromSeconds(10)))
        {
            return;   // it still uses the memory
        }

        NativeMemory.AlignedFree(_memory);
        _go.Dispose();
        _resting.Dispose();
    }

    private static ref NullDescriptor Head(ref TDescriptor descriptor) => ref Unsafe.As<TDescriptor, NullDescriptor>(ref descriptor);

    private ref ulong Tail => ref Unsafe.AsRef<ulong>(_memory + TailOffset);

    private ref TDescriptor Slot(ulong index) => ref Unsafe.AsRef<TDescriptor>(_memory + Descriptors + ((int)(index % Slots) * sizeof(TDescriptor)));

    private ref ulong Upper(ulong index) => ref Unsafe.AsRef<ulong>(_memory + s_completions + ((int)(index % Slots) * QmCqe.SizeInBytes) + QmCqe.UpperHalf);

    private void Serve()
    {
        while (true)
        {
            _go.Wait();
            if (_ending)
            {
                return;
            }

            for (int spins = 1; _active; spins++)
            {
                ulong tail = Volatile.Read(ref Tail);
                if (tail != _served)
                {
                    ServeUpTo(tail);
                    spins = 0;
                }

                QueueBenchmarkSpin.StepAside(spins);
            }

            _resting.Set();
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void ServeUpTo(ulong tail)
    {
        for (ulong index = _served; index != tail; index++)
        {
            TDescriptor descriptor = Slot(index);
            ref NullDescriptor head = ref Head(ref descriptor);
            head.Echo0 = head.Payload0;
            head.Status = NullStatus.Done;
            Slot(index) = descriptor;
            ref ulong upper = ref Upper(index);
            Unsafe.Add(ref upper, -1) = 0;
            Volatile.Write(ref upper, QmCqe.PackUpper((uint)(index % Slots), 0, (uint)(~(index / Slots) & 1)));
        }

        _served = tail;
    }
}
