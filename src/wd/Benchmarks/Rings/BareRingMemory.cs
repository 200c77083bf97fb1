using System.Runtime.CompilerServices;
using Microsoft.Win32.SafeHandles;
using WarpDrive.Hisilicon.Null;
using WarpDrive.Hisilicon.Qm;
using WarpDrive.Linux;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Benchmarks.Rings;

/// <summary>The memory of a bare ring, a memfd that two processes may map, and what its serving side does there.</summary>
/// <remarks>
/// The client writes descriptors, then the tail with release; the server writes them back, then the completion's upper half with release. One of them
/// serves as long as <see cref="Active"/> is not 0, and says in <see cref="Resting"/> that it has stopped. Each cell has 128 bytes to itself.
/// </remarks>
/// <typeparam name="TDescriptor">Begins with a <see cref="NullDescriptor"/>.</typeparam>
internal sealed unsafe class BareRingMemory<TDescriptor> : IDisposable
    where TDescriptor : unmanaged
{
    /// <summary>Descriptors, and completions.</summary>
    internal const int Slots = 1024;

    private const int TailOffset = 0;
    private const int ActiveOffset = 128;
    private const int RestingOffset = 256;
    private const int Descriptors = 384;

    private static readonly int s_completions = Descriptors + (Slots * sizeof(TDescriptor));
    private static readonly int s_bytes = s_completions + (Slots * QmCqe.SizeInBytes);

    private readonly SafeFileHandle _file;
    private byte* _memory;
    private ulong _served;

    private BareRingMemory(SafeFileHandle file)
    {
        _file = file;
        _memory = (byte*)Libc.MmapFile(file, Libc.RoundUpToPage(s_bytes), populate: true);
    }

    /// <summary>Where another process finds it.</summary>
    internal string Path => $"/proc/{Environment.ProcessId}/fd/{_file.DangerousGetHandle()}";

    /// <summary>Written by the client: index behind the newest descriptor, never wrapped.</summary>
    internal ref ulong Tail => ref Unsafe.AsRef<ulong>(_memory + TailOffset);

    /// <summary>Written by the client: whether the server shall look.</summary>
    internal ref uint Active => ref Unsafe.AsRef<uint>(_memory + ActiveOffset);

    /// <summary>Set by the server when it looks no more; cleared by the client.</summary>
    internal ref uint Resting => ref Unsafe.AsRef<uint>(_memory + RestingOffset);

    /// <summary>Makes a ring.</summary>
    /// <exception cref="LinuxException">No memory for it.</exception>
    internal static BareRingMemory<TDescriptor> Create() => Own(Libc.CreateSealedMemory("wd-bare-ring", s_bytes));

    /// <summary>Opens the ring of another process.</summary>
    /// <param name="path">Its <see cref="Path"/>.</param>
    /// <exception cref="UserErrorException">That is no such ring.</exception>
    internal static BareRingMemory<TDescriptor> Open(string path)
    {
        SafeFileHandle file = File.OpenHandle(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite | FileShare.Delete);
        const int Seals = Libc.F_SEAL_SHRINK | Libc.F_SEAL_GROW;
        if ((Libc.GetSeals(file) & Seals) != Seals || RandomAccess.GetLength(file) != s_bytes)   // sealed: touching it never raises SIGBUS
        {
            file.Dispose();
            throw new UserErrorException($"{path} is not a ring of descriptors of {sizeof(TDescriptor)} bytes");
        }

        return Own(file);
    }

    /// <summary>A descriptor's place.</summary>
    internal ref TDescriptor Slot(ulong index) => ref Unsafe.AsRef<TDescriptor>(_memory + Descriptors + ((int)(index % Slots) * sizeof(TDescriptor)));

    /// <summary>The half of a completion that carries its phase.</summary>
    internal ref ulong Upper(ulong index) => ref Unsafe.AsRef<ulong>(_memory + s_completions + ((int)(index % Slots) * QmCqe.SizeInBytes) + QmCqe.UpperHalf);

    /// <summary>What all descriptors begin with.</summary>
    internal static ref NullDescriptor Head(ref TDescriptor descriptor) => ref Unsafe.As<TDescriptor, NullDescriptor>(ref descriptor);

    /// <summary>The server: looks and serves until the client sets <see cref="Active"/> to 0.</summary>
    internal void ServeWhileActive()
    {
        for (int spins = 1; Volatile.Read(ref Active) != 0; spins++)
        {
            ulong tail = Volatile.Read(ref Tail);
            if (tail != _served)
            {
                ServeUpTo(tail);
                spins = 0;
            }

            QueueBenchmarkSpin.StepAside(spins);
        }

        Volatile.Write(ref Resting, 1);
    }

    /// <summary>The server: does what was sent.</summary>
    /// <param name="tail">Value of <see cref="Tail"/>.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void ServeUpTo(ulong tail)
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

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_memory is not null)
        {
            Libc.Munmap((nint)_memory, Libc.RoundUpToPage(s_bytes));
            _memory = null;
        }

        _file.Dispose();
    }

    private static BareRingMemory<TDescriptor> Own(SafeFileHandle file)
    {
        try
        {
            return new BareRingMemory<TDescriptor>(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }
}
