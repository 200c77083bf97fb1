using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Tests.Readme;

/// <summary>The example of README.md, between the marks, word for word.</summary>
internal static class ReadmeExample
{
    internal static void Run(string path)
    {
        // example begins
        byte[] data = File.ReadAllBytes(path);

        // Thread safe; finds a device at the first call: hardware where there is some, else a software device in this process.
        using var compressor = new Compressor(new CompressionOptions { Level = CompressionOptions.Fastest });
        byte[] room = new byte[Compressor.MaxCompressedLength(data.Length)];
        CompressionResult result = compressor.Compress(data, room);
        Console.WriteLine($"{data.Length} -> {result.BytesWritten} bytes: {result.Receipt}");

        using var decompressor = new Decompressor();
        byte[] back = decompressor.Decompress(room.AsSpan(0, result.BytesWritten));
        Console.WriteLine(back.AsSpan().SequenceEqual(data) ? "reads back" : "differs");

        // Streams of any length: the blocks of the first are compressed on all processors.
        using (FileStream input = File.OpenRead(path), output = File.Create(path + ".gz"))
        {
            new ParallelCompressor().Compress(input, output);
        }

        using var reader = new DecompressStream(File.OpenRead(path + ".gz"));
        // example ends
        using var read = new MemoryStream();
        reader.CopyTo(read);
        Assert.Equal(data, read.ToArray());
        Assert.Equal(CompressionFormat.Gzip, compressor.Options.Format);
    }
}
