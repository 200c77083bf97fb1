namespace WarpDrive.Engines.Headers;

/// <summary>Reads the header of a zlib stream (RFC 1950 section 2.2), in pieces of any size.</summary>
/// <remarks>A mutable value: pass it by reference. <c>default</c> is ready to start.</remarks>
public struct ZlibHeaderParser
{
    private byte _cmf;
    private byte _length;
    private HeaderStatus _error;

    /// <summary>Reads on.</summary>
    /// <param name="source">The next bytes of the stream.</param>
    /// <param name="consumed">How many of them belong to the header; not meaningful with an error.</param>
    /// <returns>How far it came. After an error, the same again.</returns>
    public HeaderStatus Parse(ReadOnlySpan<byte> source, out int consumed)
    {
        consumed = 0;
        while (_length < ZlibHeader.Size && !_error.IsError())
        {
            if (consumed == source.Length)
            {
                return HeaderStatus.NeedsInput;
            }

            byte value = source[consumed++];
            if (_length++ == 0)
            {
                _cmf = value;
            }
            else
            {
                _error = ZlibHeader.Check(_cmf, value);
            }
        }

        return _error;
    }
}
