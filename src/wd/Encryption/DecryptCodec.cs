using WarpDrive.Tool.Files;
using WarpDrive.Tool.Output;

namespace WarpDrive.Tool.Encryption;

/// <summary>Decryption of whole files (docs/spec/encrypted-file.md §4).</summary>
internal sealed class DecryptCodec : IFileCodec
{
    private readonly EncryptionSettings _settings;
    private readonly KeyFile _key;
    private readonly Accelerators _accelerators;

    /// <summary>Makes the codec.</summary>
    /// <param name="settings">What the command line says; the algorithm is the file's.</param>
    /// <param name="key">The key; not disposed here.</param>
    /// <param name="accelerators">The library instance; not disposed here.</param>
    internal DecryptCodec(EncryptionSettings settings, KeyFile key, Accelerators accelerators)
    {
        _settings = settings;
        _key = key;
        _accelerators = accelerators;
    }

    /// <inheritdoc/>
    public bool Packs => false;

    /// <inheritdoc/>
    public string PackedData => "encrypted data";

    /// <inheritdoc/>
    public string OutputName(string name, bool force) =>
        name.EndsWith(EncryptCodec.Suffix, StringComparison.OrdinalIgnoreCase) && Path.GetFileName(name).Length > EncryptCodec.Suffix.Length
            ? name[..^EncryptCodec.Suffix.Length]
            : throw new UserErrorException("unknown suffix; name the output with -o or use -c");

    /// <inheritdoc/>
    public double? Ratio(CodecResult result) => null;

    /// <inheritdoc/>
    public CodecResult Run(string name, ByteCounter input, ByteCounter output)
    {
        byte[] start = new byte[FileHeader.Size];
        int length = input.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        FileHeader header = FileHeader.Parse(start.AsSpan(0, length));
        if (length < start.Length)
        {
            throw new UserErrorException("unexpected end of file: the data is cut off");
        }

        using var keys = new FileKeys(_key.Key, header);
        if (!keys.Verify(start.AsSpan(FileHeader.CheckedSize)))
        {
            throw new UserErrorException("the key is not the one it was encrypted with, or its header is damaged");
        }

        using var chunks = new ChunkCipher(_accelerators, header, keys, _settings);
        Span<byte> data = chunks.Sealed.AsSpan();
        int have = input.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        for (uint first = 0; ; first = chunks.Advance(first))
        {
            bool last = have < data.Length;   // as in EncryptCodec: one byte more than a round
            output.Write(chunks.Open(first, last ? have : have - 1, last));
            if (last)
            {
                return new CodecResult(input.Count, output.Count, chunks.Receipt.Device, chunks.Receipt.Provider, chunks.Receipt.Engine, null);
            }

            data[0] = data[^1];
            have = 1 + input.ReadAtLeast(data[1..], data.Length - 1, throwOnEndOfStream: false);
        }
    }
}
