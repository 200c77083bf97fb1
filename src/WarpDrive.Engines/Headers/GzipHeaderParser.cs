using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using WarpDrive.Engines.Checksums;

namespace WarpDrive.Engines.Headers;

/// <summary>Reads the header of one gzip member (RFC 1952 section 2.3), in pieces of any size.</summary>
/// <remarks>
/// A mutable value: pass it by reference. <c>default</c> is ready to start. It holds less than 320 bytes however long the
/// name, the comment and the extra field are.
/// </remarks>
public struct GzipHeaderParser
{
    /// <summary>How many bytes of a name are kept; the rest is read and left out.</summary>
    public const int MaxName = 255;

    private const int FixedSize = 10;

    private Step _step;
    private HeaderStatus _error;
    private int _index;
    private int _extraLeft;
    private uint _crc;
    private FixedBuffer _fixed;
    private NameBuffer _name;
    private int _nameLength;

    private enum Step : byte
    {
        Fixed,
        ExtraLength,
        Extra,
        Name,
        Comment,
        Checksum,
        Done,
        Failed,
    }

    /// <summary>The flags, once the first ten bytes are read.</summary>
    public readonly GzipFlags Flags => (GzipFlags)_fixed[3];

    /// <summary>MTIME: seconds since 1970-01-01, 0 for unknown.</summary>
    public readonly uint ModificationTime => BinaryPrimitives.ReadUInt32LittleEndian(((ReadOnlySpan<byte>)_fixed)[4..]);

    /// <summary>XFL: 2 for the slowest, 4 for the fastest level.</summary>
    public readonly byte ExtraFlags => _fixed[8];

    /// <summary>OS: where the file was made; 3 is Unix, 255 unknown.</summary>
    public readonly byte OperatingSystem => _fixed[9];

    /// <summary>How many bytes the header has so far.</summary>
    public long Length { readonly get; private set; }

    /// <summary>
    /// The original file name in ISO 8859-1 or whatever its writer used, without the zero, at most <see cref="MaxName"/> bytes.
    /// </summary>
    [UnscopedRef]
    public readonly ReadOnlySpan<byte> Name => ((ReadOnlySpan<byte>)_name)[.._nameLength];

    /// <summary>Reads on.</summary>
    /// <param name="source">The next bytes of the member.</param>
    /// <param name="consumed">
    /// How many of them belong to the header: all with <see cref="HeaderStatus.NeedsInput"/>; with <see cref="HeaderStatus.Ok"/>
    /// the data begins after them. Not meaningful with an error.
    /// </param>
    /// <returns>How far it came. After an error, the same again.</returns>
    public HeaderStatus Parse(ReadOnlySpan<byte> source, out int consumed)
    {
        int position = 0;
        int summed = 0;
        while (_step < Step.Done)
        {
            if (_step == Step.Checksum && _index == 0)
            {
                // CRC16 covers everything before itself; it may have begun in this piece.
                _crc = Crc32.Compute(source[summed..position], _crc);
                summed = position;
            }

            if (position == source.Length)
            {
                break;
            }

            switch (_step)
            {
                case Step.Fixed:
                    ReadFixed(source[position++]);
                    break;
                case Step.ExtraLength:
                    _extraLeft |= source[position++] << (8 * _index);
                    if (++_index == 2)
                    {
                        Enter(_extraLeft > 0 ? Step.Extra : Step.Name);
                    }

                    break;
                case Step.Extra:
                    int skip = Math.Min(_extraLeft, source.Length - position);
                    position += skip;
                    _extraLeft -= skip;
                    if (_extraLeft == 0)
                    {
                        Enter(Step.Name);
                    }

                    break;
                case Step.Name:
                    ReadOnlySpan<byte> name = Text(source, ref position, Step.Comment);
                    int kept = Math.Min(name.Length, MaxName - _nameLength);
                    name[..kept].CopyTo(((Span<byte>)_name)[_nameLength..]);
                    _nameLength += kept;
                    break;
                case Step.Comment:
                    Text(source, ref position, Step.Checksum);
                    break;
                default:
                    CheckChecksum(source[position++]);
                    break;
            }
        }

        if (_step < Step.Checksum)
        {
            _crc = Crc32.Compute(source[summed..position], _crc);
        }

        consumed = position;
        Length += position;
        return _step switch
        {
            Step.Done => HeaderStatus.Ok,
            Step.Failed => _error,
            _ => HeaderStatus.NeedsInput,
        };
    }

    private void ReadFixed(byte value)
    {
        // Each byte is judged as soon as it is there, so that nothing foreign waits for more input.
        _fixed[_index] = value;
        switch (_index)
        {
            case 0 when value != GzipHeader.Magic0:
            case 1 when value != GzipHeader.Magic1:
                Fail(HeaderStatus.BadMagic);
                return;
            case 2 when value != GzipHeader.Deflate:
                Fail(HeaderStatus.BadMethod);
                return;
            case 3 when (value & (byte)GzipFlags.Reserved) != 0:
                Fail(HeaderStatus.ReservedFlags);
                return;
        }

        if (++_index == FixedSize)
        {
            Enter(Step.ExtraLength);
        }
    }

    /// <summary>Reads a zero-terminated text as far as it is there, and enters the next step behind the zero.</summary>
    private ReadOnlySpan<byte> Text(ReadOnlySpan<byte> source, ref int position, Step next)
    {
        ReadOnlySpan<byte> rest = source[position..];
        int end = rest.IndexOf((byte)0);
        if (end < 0)
        {
            position = source.Length;
            return rest;
        }

        position += end + 1;
        Enter(next);
        return rest[..end];
    }

    private void CheckChecksum(byte value)
    {
        if (value != (byte)(_crc >> (8 * _index)))
        {
            Fail(HeaderStatus.BadHeaderChecksum);
        }
        else if (++_index == 2)
        {
            _step = Step.Done;
        }
    }

    /// <summary>Goes to a step, or to the first after it that the flags ask for.</summary>
    private void Enter(Step step)
    {
        _index = 0;
        if (step == Step.ExtraLength && (Flags & GzipFlags.Extra) == 0)
        {
            step = Step.Name;
        }

        if (step == Step.Name && (Flags & GzipFlags.Name) == 0)
        {
            step = Step.Comment;
        }

        if (step == Step.Comment && (Flags & GzipFlags.Comment) == 0)
        {
            step = Step.Checksum;
        }

        _step = step == Step.Checksum && (Flags & GzipFlags.HeaderChecksum) == 0 ? Step.Done : step;
    }

    private void Fail(HeaderStatus error)
    {
        _step = Step.Failed;
        _error = error;
    }

    [InlineArray(FixedSize)]
    private struct FixedBuffer
    {
        private byte _first;
    }

    [InlineArray(MaxName)]
    private struct NameBuffer
    {
        private byte _first;
    }
}
