// Compresses a text and gets it back, on whatever accelerator there is, and tells where it ran.
using System.Text;
using WarpDrive;

byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("engage! ", 5000)));
using var compressor = new Compressor(new CompressionOptions { Level = CompressionOptions.Fastest });
using var decompressor = new Decompressor();

byte[] room = new byte[Compressor.MaxCompressedLength(text.Length)];
CompressionResult result = await compressor.CompressAsync(text, room);
Console.WriteLine($"{text.Length} bytes became {result.BytesWritten}: {result.Receipt}");

byte[] back = decompressor.Decompress(room.AsSpan(0, result.BytesWritten));
Console.WriteLine(back.AsSpan().SequenceEqual(text) ? "and came back unharmed" : "and came back damaged");
