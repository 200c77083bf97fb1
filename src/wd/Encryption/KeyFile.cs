using System.Security.Cryptography;
using System.Text;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Encryption;

/// <summary>A file that holds a key: 32 bytes, or 64 hexadecimal digits and at most one line end (docs/spec/encrypted-file.md §2).</summary>
internal sealed class KeyFile : IDisposable
{
    private const int KeySize = 32;
    private const int LongestText = (2 * KeySize) + 2;

    private readonly byte[] _key = GC.AllocateArray<byte>(KeySize, pinned: true);

    private KeyFile()
    {
    }

    /// <summary>The key.</summary>
    internal ReadOnlySpan<byte> Key => _key;

    /// <summary>Reads a key file.</summary>
    /// <param name="path">Its name.</param>
    /// <exception cref="UserErrorException">It holds something else.</exception>
    internal static KeyFile Read(string path)
    {
        var key = new KeyFile();
        byte[] content = GC.AllocateArray<byte>(LongestText + 1, pinned: true);
        try
        {
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            if (!key.TryTake(content.AsSpan(0, length)))
            {
                throw new UserErrorException(
                    $"{path} holds no key: a key is {KeySize} bytes, or {2 * KeySize} hexadecimal digits; make one with: head -c {KeySize} /dev/urandom > {path}");
            }

            if ((File.GetUnixFileMode(stream.SafeFileHandle) & (UnixFileMode.GroupRead | UnixFileMode.OtherRead)) != 0)
            {
                Messages.Write($"others than you can read the key in {path}; chmod 600 it");
            }

            return key;
        }
        catch
        {
            key.Dispose();
            throw;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(content);
        }
    }

    /// <summary>Zeroes the key.</summary>
    public void Dispose() => CryptographicOperations.ZeroMemory(_key);

    private bool TryTake(ReadOnlySpan<byte> content)
    {
        if (content.Length == KeySize)
        {
            content.CopyTo(_key);
            return true;
        }

        ReadOnlySpan<byte> text = content.EndsWith("\r\n"u8) ? content[..^2] : content.EndsWith("\n"u8) ? content[..^1] : content;
        if (text.Length != 2 * KeySize)
        {
            return false;
        }

        Span<char> digits = stackalloc char[2 * KeySize];
        bool isHex = Encoding.ASCII.TryGetChars(text, digits, out _)
            && Convert.FromHexString(digits, _key, out _, out int written) == System.Buffers.OperationStatus.Done && written == KeySize;
        CryptographicOperations.ZeroMemory(System.Runtime.InteropServices.MemoryMarshal.AsBytes(digits));
        return isHex;
    }
}
