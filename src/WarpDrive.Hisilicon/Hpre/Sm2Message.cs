using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Native memory for an SM2 message that the device does not take whole: a copy of message (and C3), and a key stream of the same length.</summary>
internal unsafe struct Sm2Message
{
    private byte* _memory;
    private int _dataLength;
    private int _streamLength;

    /// <summary>Copies the data.</summary>
    /// <param name="data">C2 and C3, or the message.</param>
    /// <param name="streamLength">Bytes of key stream wanted.</param>
    internal static Sm2Message Copy(ReadOnlySpan<byte> data, int streamLength)
    {
        var message = new Sm2Message
        {
            _memory = (byte*)NativeMemory.Alloc((nuint)data.Length + (nuint)streamLength),
            _dataLength = data.Length,
            _streamLength = streamLength,
        };
        data.CopyTo(message.Data);
        return message;
    }

    /// <summary>The copy.</summary>
    internal readonly Span<byte> Data => new(_memory, _dataLength);

    /// <summary>The key stream.</summary>
    internal readonly Span<byte> Stream => new(_memory + _dataLength, _streamLength);

    /// <summary>Zeroes and frees; harmless when there is nothing.</summary>
    internal void Drop()
    {
        if (_memory is null)
        {
            return;
        }

        CryptographicOperations.ZeroMemory(new Span<byte>(_memory, _dataLength + _streamLength));
        NativeMemory.Free(_memory);
        this = default;
    }
}
