using WarpDrive.Engines.Ciphers;
using WarpDrive.Engines.Native;
using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>libcrypto by EVP_CipherInit_ex(3ssl): one context with the key, for each message an IV.</summary>
internal sealed unsafe class EvpCipherRun : BatchContestant
{
    private readonly CipherWork _work;
    private readonly nint _context;

    internal EvpCipherRun(CipherWork work)
        : base(work.Messages, work.Messages.Size)
    {
        _work = work;
        if (!EvpCipher.TryPrepare(ref _context, MethodOf(work.Spec), work.KeyAddress, work.Decrypt))
        {
            throw new InvalidOperationException("libcrypto refuses the key");
        }
    }

    /// <summary>Whether the library is installed and has the cipher in the mode.</summary>
    internal static bool Has(CipherSpec spec) => MethodOf(spec) != null;

    public override int Run(long index)
    {
        byte* source = Messages.AddressOf(index);
        byte* result = ResultAddress;
        for (int i = 0; i < Messages.Batch; i++)
        {
            EvpCipher.Run((void*)_context, _work.IvAddress(i), source, result, Messages.Size);
            source += Messages.Size;
            result += ResultSize;
        }

        return Results.Length;
    }

    protected override void Close() => LibCrypto.Ciphers.FreeContext((void*)_context);

    private static void* MethodOf(CipherSpec spec) => LibCrypto.Ciphers.Find(spec.Kind, spec.BlockMode, spec.OneKeyLength);
}
