using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using BenchmarkDotNet.Attributes;
using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Bench;

/// <summary>SM4 by each path of this machine, beside libcrypto's counter mode: counters, and 64 messages of CBC encryption side by side.</summary>
public unsafe class Sm4Benchmarks
{
    private const int Messages = 64;

    // 64 bytes between messages: a distance of whole pages would put the lanes into one set of the first-level cache.
    private const int Gap = 64;

    private readonly Sm4Lane[] _lanes = new Sm4Lane[Messages];
    private Sm4Key? _key;
    private byte* _memory;
    private byte* _chains;
    private nint _context;
    private delegate* unmanaged<nint, byte*, int*, byte*, int, int> _update;

    [Params(1024, 16 * 1024)]
    public int Size { get; set; }

    [ParamsSource(nameof(SupportedPaths))]
    public string Path { get; set; } = "";

    public static IEnumerable<string> SupportedPaths =>
        Enum.GetValues<Sm4Path>().Where(path => path != Sm4Path.Auto && Sm4Kernels.IsSupported(path)).Select(path => path.ToString());

    [GlobalSetup]
    public void Setup()
    {
        byte[] raw = [.. Enumerable.Range(0, Sm4Key.Size).Select(i => (byte)i)];
        _key = new Sm4Key(raw);
        _memory = (byte*)NativeMemory.AlignedAlloc((nuint)(Messages * (Size + Gap)), 64);
        _chains = (byte*)NativeMemory.AllocZeroed(Messages * 16);
        new Span<byte>(_memory, Messages * (Size + Gap)).Clear();
        Prepare(raw);

        byte[] expected = new byte[Size];
        byte* counter = stackalloc byte[16];
        new Span<byte>(counter, 16).Clear();
        fixed (byte* to = expected)
        {
            Sm4Kernels.Ctr(_key, counter, to, to, Size, Sm4Path.Scalar);
        }

        CounterMode();
        BenchmarkCheck.That(expected.AsSpan().SequenceEqual(new Span<byte>(_memory, Size)), $"{Path} gives another key stream than the reference");
        for (int i = 0; i < Messages; i++)
        {
            byte* message = _memory + (i * (Size + Gap));
            _lanes[i] = new Sm4Lane
            {
                Keys = _key.Encryption,
                Chain = _chains + (i * 16),
                Source = message,
                Destination = message,
                Blocks = Size / 16,
            };
        }
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _key?.Dispose();
        NativeMemory.AlignedFree(_memory);
        NativeMemory.Free(_chains);
    }

    [Benchmark(Baseline = true)]
    public int LibCrypto()
    {
        int written;
        return _update(_context, _memory, &written, _memory, Size);
    }

    [Benchmark]
    public void CounterMode()
    {
        byte* counter = stackalloc byte[16];
        new Span<byte>(counter, 16).Clear();
        Sm4Kernels.Ctr(_key!, counter, _memory, _memory, Size, Enum.Parse<Sm4Path>(Path));
    }

    [Benchmark(OperationsPerInvoke = Messages)]
    public int CbcEncryption() => Sm4Kernels.Serial(_lanes, Sm4SerialMode.CbcEncrypt, Enum.Parse<Sm4Path>(Path));

    private void Prepare(byte[] raw)
    {
        nint library = NativeLibrary.Load("libcrypto.so.3");
        _context = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "EVP_CIPHER_CTX_new"))();
        _update = (delegate* unmanaged<nint, byte*, int*, byte*, int, int>)NativeLibrary.GetExport(library, "EVP_CipherUpdate");
        nint cipher = ((delegate* unmanaged<nint>)NativeLibrary.GetExport(library, "EVP_sm4_ctr"))();
        var initialise = (delegate* unmanaged<nint, nint, nint, byte*, byte*, int, int>)NativeLibrary.GetExport(library, "EVP_CipherInit_ex");
        byte* iv = stackalloc byte[16];
        Unsafe.InitBlock(iv, 0, 16);
        fixed (byte* key = raw)
        {
            BenchmarkCheck.That(initialise(_context, cipher, 0, key, iv, 1) == 1, "libcrypto refuses SM4");
        }
    }
}
