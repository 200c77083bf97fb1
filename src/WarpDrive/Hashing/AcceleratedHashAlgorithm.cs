using System.Security.Cryptography;

namespace WarpDrive;

/// <summary>An <see cref="IncrementalHasher"/> as the runtime's <see cref="HashAlgorithm"/>.</summary>
internal sealed class AcceleratedHashAlgorithm : HashAlgorithm
{
    private readonly IncrementalHasher _hasher;

    internal AcceleratedHashAlgorithm(IncrementalHasher hasher)
    {
        _hasher = hasher;
        HashSizeValue = 8 * hasher.HashSize;
    }

    public override void Initialize() => _hasher.Reset();

    protected override void HashCore(byte[] array, int ibStart, int cbSize) => _hasher.Append(array.AsSpan(ibStart, cbSize));

    protected override void HashCore(ReadOnlySpan<byte> source) => _hasher.Append(source);

    protected override byte[] HashFinal() => _hasher.GetHashAndReset();

    protected override bool TryHashFinal(Span<byte> destination, out int bytesWritten)
    {
        bytesWritten = 0;
        if (destination.Length < _hasher.HashSize)
        {
            return false;
        }

        bytesWritten = _hasher.GetHashAndReset(destination).BytesWritten;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _hasher.Dispose();
        }

        base.Dispose(disposing);
    }
}
