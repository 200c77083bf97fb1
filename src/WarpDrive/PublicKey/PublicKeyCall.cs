using System.Security.Cryptography;
using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>One public-key operation of a caller: its operands and the room for its result, in memory that is zeroed afterwards.</summary>
/// <remarks>
/// One caller's, from <see cref="Rent"/> to <see cref="Dispose"/>, which gives it back to a pool. When a device never lets go of it, its memory is kept for good.
/// </remarks>
internal sealed class PublicKeyCall : IPooledOperation<PublicKeyCall>, IDisposable
{
    /// <summary>Bytes of memory that the pool keeps: the largest RSA key generation fits, long ciphertexts do not.</summary>
    private const int MostPooled = 4096;

    private SecretMemory? _memory;
    private int _input;
    private int _output;
    private bool _rented;

    /// <summary>What is sent.</summary>
    internal PublicKeyRequest Request;

    PublicKeyCall? IPooledOperation<PublicKeyCall>.NextInPool { get; set; }

    /// <summary>The operands, in the order of <see cref="PublicKeyOperation"/>; zeros at first.</summary>
    internal Span<byte> Input => Memory[.._input];

    /// <summary>The result.</summary>
    internal Span<byte> Output => Memory.Slice(_input, _output);

    private Span<byte> Memory => _memory!.Span;

    /// <summary>Takes a call from the pool.</summary>
    /// <param name="operation">What is to be done.</param>
    /// <param name="key">With which key; null for RSA key generation.</param>
    /// <param name="input">Bytes of the operands.</param>
    /// <param name="output">Bytes of the result.</param>
    internal static PublicKeyCall Rent(PublicKeyOperation operation, PublicKeyMaterial? key, int input, int output)
    {
        PublicKeyCall call = OperationPool<PublicKeyCall>.Shared.Rent();
        int length = checked(input + output);
        if (call._memory is { } small && small.Span.Length < length)
        {
            small.Dispose();
            call._memory = null;
        }

        call._memory ??= new SecretMemory(length);
        call._input = input;
        call._output = output;
        call._rented = true;
        ulong address = call._memory.Address;
        call.Request = new PublicKeyRequest
        {
            Operation = operation,
            Key = key,
            Input = input == 0 ? 0 : address,
            InputLength = input,
            Output = output == 0 ? 0 : address + (ulong)input,
            OutputLength = output,
        };
        return call;
    }

    /// <summary>Keeps the memory for good: a device may still write to it.</summary>
    internal void Keep()
    {
        RetiredStripes.Keep(_memory!);
        _rented = false;   // never used again
    }

    /// <summary>Zeroes the operands and the result and gives the call back; nobody uses it any more.</summary>
    public void Dispose()
    {
        if (!_rented)
        {
            return;
        }

        _rented = false;
        Request = default;   // it holds the key
        if (Memory.Length > MostPooled)
        {
            _memory!.Dispose();
            _memory = null;
        }
        else
        {
            CryptographicOperations.ZeroMemory(Memory[..(_input + _output)]);
        }

        OperationPool<PublicKeyCall>.Shared.Return(this);
    }
}
