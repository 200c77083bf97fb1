using WarpDrive.Uacce.PublicKey;

namespace WarpDrive;

/// <summary>One public-key operation of a caller: its operands and the room for its result, in memory that is zeroed afterwards.</summary>
/// <remarks>One caller's. When a device never lets go of it, its memory is kept for good.</remarks>
internal sealed class PublicKeyCall : IDisposable
{
    private readonly SecretMemory _memory;
    private readonly int _input;
    private readonly int _output;
    private bool _kept;

    /// <summary>Makes room.</summary>
    /// <param name="operation">What is to be done.</param>
    /// <param name="key">With which key; null for RSA key generation.</param>
    /// <param name="input">Bytes of the operands.</param>
    /// <param name="output">Bytes of the result.</param>
    internal PublicKeyCall(PublicKeyOperation operation, PublicKeyMaterial? key, int input, int output)
    {
        _input = input;
        _output = output;
        _memory = new SecretMemory(input + output);
        Request = new PublicKeyRequest
        {
            Operation = operation,
            Key = key,
            Input = input == 0 ? 0 : _memory.Address,
            InputLength = input,
            Output = output == 0 ? 0 : _memory.Address + (ulong)input,
            OutputLength = output,
        };
    }

    /// <summary>What is sent.</summary>
    internal PublicKeyRequest Request;

    /// <summary>The operands, in the order of <see cref="PublicKeyOperation"/>.</summary>
    internal Span<byte> Input => _memory.Span[.._input];

    /// <summary>The result.</summary>
    internal Span<byte> Output => _memory.Span.Slice(_input, _output);

    /// <summary>Keeps the memory for good: a device may still write to it.</summary>
    internal void Keep()
    {
        _kept = true;
        RetiredStripes.Keep(_memory);
    }

    public void Dispose()
    {
        if (!_kept)
        {
            _memory.Dispose();
        }
    }
}
