using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Bench;

/// <summary>
/// What it costs to stage the memory of a process by way of its /proc files, beside a copy of the same bytes. The process is this one: the kernel
/// goes the same way, and the addresses are known.
/// </summary>
public unsafe class StagingBenchmarks
{
    private const int Offset = 16;   // where large blocks of malloc and arrays begin in their page

    private byte* _memory;
    private byte* _copy;
    private ProcessSource? _source;
    private AddressSpace? _space;
    private MemoryLease? _lease;

    [Params(64, 4096, 65536, 1 << 20)]
    public int Size { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(Size + 4096), 4096) + Offset;
        _copy = (byte*)NativeMemory.AlignedAlloc((nuint)(Size + 4096), 4096);
        new Span<byte>(_memory, Size).Fill(7);
        new Span<byte>(_copy, Size).Clear();
        _source = new ProcessSource(
            File.OpenHandle("/proc/self/mem", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite),
            File.OpenHandle("/proc/self/maps", FileMode.Open, FileAccess.Read, FileShare.ReadWrite),
            new ProcessIdentity(Environment.ProcessId, 0, Guid.Empty));
        _space = _source.Create(1);
        _lease = _space.CreateLease();
        BenchmarkCheck.That(Read() == 7, "other bytes were read");
        Write();
        BenchmarkCheck.That(_memory[Size - 1] == 9, "nothing was written");
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        (_lease as IDisposable)?.Dispose();
        (_space as IDisposable)?.Dispose();
        _source?.Dispose();
        NativeMemory.AlignedFree(_memory - Offset);
        NativeMemory.AlignedFree(_copy);
    }

    [Benchmark(Baseline = true)]
    public void Copy() => Buffer.MemoryCopy(_memory, _copy, Size, Size);

    [Benchmark]
    public int Read()
    {
        BenchmarkCheck.That(Acquire(MemoryAccess.Read), "the range was refused");
        int last = _lease!.Memory(0)[Size - 1];
        _lease.Release();
        return last;
    }

    [Benchmark]
    public void Write()
    {
        BenchmarkCheck.That(Acquire(MemoryAccess.Write), "the range was refused");
        _lease!.Memory(0)[Size - 1] = 9;
        BenchmarkCheck.That(_lease.TryCommit(0, Size, out _), "the commit failed");
        _lease.Release();
    }

    private bool Acquire(MemoryAccess access) => _space!.TryAcquire([new MemoryRange((ulong)_memory, Size, access)], false, _lease!, out _);
}
