using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using WarpDrive.Uacce.Ciphers;

namespace WarpDrive.Hisilicon.Sec;

/// <summary>What it takes to advance the caller's IV when a request is over (table of hisi-sec.md §6.1).</summary>
internal unsafe struct SecIvStep
{
    private SecBuffer _input;
    private SecBuffer _output;
    private ulong _iv;
    private int _length;
    private int _ivLength;
    private CipherMode _mode;
    private bool _decrypt;
    private bool _isSaved;
    private Block _tail;   // end of the input, where the output may overwrite it

    /// <summary>Whether a request leaves another IV behind.</summary>
    /// <param name="request">The request.</param>
    internal static bool IsNeeded(in CipherRequest request) =>
        request.AdvanceIv && request.Mode is not (CipherMode.Ecb or CipherMode.Xts or CipherMode.XtsGb) && request.Length >= IvLength(request.Algorithm);

    /// <summary>Notes down what is needed; reads the end of the input when the output may overwrite it.</summary>
    /// <param name="request">The request, before it is sent.</param>
    internal void Begin(in CipherRequest request)
    {
        _input = new SecBuffer(request.Source, request.SourceList);
        _output = new SecBuffer(request.Destination, request.DestinationList);
        _iv = request.Iv;
        _length = request.Length;
        _ivLength = IvLength(request.Algorithm);
        _mode = request.Mode;
        _decrypt = request.Decrypt;
        bool readsInput = _mode == CipherMode.Ofb || (_decrypt && _mode != CipherMode.Ctr);
        bool isApart = request.SourceList is null && request.DestinationList is null && request.Source != request.Destination;
        _isSaved = readsInput && !isApart;
        if (_isSaved)
        {
            _input.Read(_length - _ivLength, Tail());
        }
    }

    /// <summary>Writes the next IV.</summary>
    internal void Complete()
    {
        var iv = new Span<byte>((void*)_iv, _ivLength);
        Span<byte> tail = Tail();
        if (_mode == CipherMode.Ctr)
        {
            UInt128 counter = BinaryPrimitives.ReadUInt128BigEndian(iv);
            BinaryPrimitives.WriteUInt128BigEndian(iv, counter + (uint)(_length / SecLimits.BlockSize));
            return;
        }

        if ((_mode == CipherMode.Ofb || _decrypt) && !_isSaved)
        {
            _input.Read(_length - _ivLength, tail);
        }

        if (_mode == CipherMode.Ofb || !_decrypt)
        {
            _output.Read(_length - _ivLength, iv);
        }
        else
        {
            tail.CopyTo(iv);
        }

        if (_mode == CipherMode.Ofb)
        {
            for (int i = 0; i < iv.Length; i++)
            {
                iv[i] ^= tail[i];
            }
        }
    }

    private static int IvLength(CipherAlgorithm algorithm) => algorithm >= CipherAlgorithm.Des ? SecLimits.DesBlockSize : SecLimits.BlockSize;

    [UnscopedRef]
    private Span<byte> Tail() => ((Span<byte>)_tail)[.._ivLength];

    [InlineArray(SecLimits.BlockSize)]
    private struct Block
    {
        private byte _first;
    }
}
