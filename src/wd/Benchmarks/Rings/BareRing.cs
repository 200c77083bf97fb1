using System.Diagnostics;
using System.Globalization;
using System.Runtime.CompilerServices;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Tool.Benchmarks.Partners;

namespace WarpDrive.Tool.Benchmarks.Rings;

/// <summary>The least that a queue can be: a descriptor written, taken, written back, and a completion, with the same bytes and nothing else.</summary>
/// <remarks>One tail and one completion word travel; nobody checks anything. With another thread or process this is what two cores need for the cache lines.</remarks>
/// <typeparam name="TDescriptor">Begins with a <see cref="NullDescriptor"/>.</typeparam>
internal sealed class BareRing<TDescriptor> : IDisposable
    where TDescriptor : unmanaged
{
    private const int LooksBetweenQuestions = 1 << 20;   // some milliseconds
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly BareRingMemory<TDescriptor> _memory = BareRingMemory<TDescriptor>.Create();
    private readonly BareRingServer<TDescriptor>? _thread;
    private readonly PartnerProcess? _process;
    private ulong _sent;
    private ulong _received;

    /// <summary>Makes the ring and its other side, which sleeps.</summary>
    /// <param name="form">Who that is.</param>
    internal BareRing(BareRingForm form)
    {
        switch (form)
        {
            case BareRingForm.TwoThreads:
                _thread = new BareRingServer<TDescriptor>(_memory);
                break;
            case BareRingForm.TwoProcesses:
                _process = new PartnerProcess("ring", "--memory", _memory.Path, "--size", Unsafe.SizeOf<TDescriptor>().ToString(CultureInfo.InvariantCulture));
                break;
        }
    }

    /// <summary>The other side, if there is one, spins until <see cref="Pause"/>.</summary>
    internal void Resume()
    {
        Volatile.Write(ref _memory.Resting, 0);
        Volatile.Write(ref _memory.Active, 1);
        _thread?.Wake();
        _process?.Tell(BareRingPartner.Serve);
    }

    /// <summary>The other side sleeps.</summary>
    /// <exception cref="TimeoutException">It does not.</exception>
    internal void Pause()
    {
        Volatile.Write(ref _memory.Active, 0);
        long start = Stopwatch.GetTimestamp();
        while ((_thread is not null || _process is not null) && Volatile.Read(ref _memory.Resting) == 0)
        {
            _process?.MustBeAlive();
            if (Stopwatch.GetElapsedTime(start) > s_patience)
            {
                throw new TimeoutException("the other side of the bare ring does not come to rest");
            }

            Thread.Sleep(0);
        }
    }

    /// <summary>Sends and receives, with a number in flight.</summary>
    /// <param name="operations">How many.</param>
    /// <param name="depth">In flight at most, below the slots of the ring.</param>
    /// <returns>How many came back wrong.</returns>
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
                BareRingMemory<TDescriptor>.Head(ref descriptor) = new NullDescriptor { Tag = sent, Opcode = NullDescriptor.Echo, Payload0 = sent };
                _memory.Slot(sent) = descriptor;
            }

            _sent = sent;
            Volatile.Write(ref _memory.Tail, sent);
            if (_thread is null && _process is null)
            {
                _memory.ServeUpTo(sent);
            }

            for (int i = 0; i < count; i++)
            {
                errors += Receive() ? 0 : 1;
            }

            done += count;
        }

        return errors;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _thread?.Dispose();
        _process?.Dispose();
        _memory.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool Receive()
    {
        ulong received = _received;
        ulong phase = ~(received / BareRingMemory<TDescriptor>.Slots) & 1;
        ref ulong upper = ref _memory.Upper(received);
        for (int spins = 1; (Volatile.Read(ref upper) >> 48 & 1) != phase; spins++)
        {
            QueueBenchmarkSpin.StepAside(spins);
            if (spins % LooksBetweenQuestions == 0)
            {
                _process?.MustBeAlive();
            }
        }

        TDescriptor descriptor = _memory.Slot(received);
        _received = received + 1;
        return BareRingMemory<TDescriptor>.Head(ref descriptor).Echo0 == received;
    }
}
