using WarpDrive.Tool.Files;

namespace WarpDrive.Tool.Encryption;

/// <summary>Encryption of whole files (docs/spec/encrypted-file.md).</summary>
internal sealed class EncryptCodec : IFileCodec
{
    /// <summary>What encryption appends to a name.</summary>
    internal const string Suffix = ".wdenc";

    private const int ChunkSize = 64 << 10;

    private readonly EncryptionSettings _settings;
    private readonly KeyFile _key;
    private readonly Accelerators _accelerators;

    /// <summary>Makes the codec.</summary>
    /// <param name="settings">What the command line says.</param>
    /// <param name="key">The key; not disposed here.</param>
    /// <param name="accelerators">The library instance; not disposed here.</param>
    internal EncryptCodec(EncryptionSettings settings, KeyFile key, Accelerators accelerators)
    {
        _settings = settings;
        _key = key;
        _accelerators = accelerators;
    }

    /// <inheritdoc/>
    public bool Packs => true;

    /// <inheritdoc/>
    public string PackedData => "encrypted data";

    /// <inheritdoc/>
    public string OutputName(string name, bool force)
    {
        if (!force && name.EndsWith(Suffix, StringComparison.OrdinalIgnoreCase))
        {
            throw new SkippedFileException($"has the suffix {Suffix} already, unchanged; use -f to encrypt it again");
        }

        return name + Suffix;
    }

    /// <inheritdoc/>
    public double? Ratio(CodecResult result) => null;

    /// <inheritdoc/>
    public CodecResult Run(string name, ByteCounter input, ByteCounter output)
    {
        FileHeader header = FileHeader.Create(_settings.Algorithm, ChunkSize);
        using var keys = new FileKeys(_key.Key, header);
        Span<byte> check = stackalloc byte[FileKeys.CheckSize];
        keys.WriteCheck(check);
        output.Write(header.Bytes.Span);
        output.Write(check);

        using var chunks = new ChunkCipher(_accelerators, header, keys, _settings);
        Span<byte> data = chunks.Data.AsSpan();
        int have = input.ReadAtLeast(data, data.Length, throwOnEndOfStream: false);
        for (uint first = 0; ; first = chunks.Advance(first))
        {
            // One byte more than the chunks of a round: whether it is there tells whether the round is the last.
            bool last = have < data.Length;
            output.Write(chunks.Seal(first, last ? have : have - 1, last));
            if (last)
            {
                return new CodecResult(input.Count, output.Count, chunks.Receipt.Device, chunks.Receipt.Provider, chunks.Receipt.Engine, null);
            }

            data[0] = data[^1];
            have = 1 + input.ReadAtLeast(data[1..], data.Length - 1, throwOnEndOfStream: false);
        }
    }
}
