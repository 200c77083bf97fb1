using WarpDrive.Tool.Output;
using WarpDrive.Uacce.Compression;

namespace WarpDrive.Tool.Benchmarks;

/// <summary>A pass over all inputs of <c>wd bench zip</c> in which every result is compared, the compressed ones by way of the runtime's decoder.</summary>
internal static class ZipResultCheck
{
    /// <summary>Checks one contestant.</summary>
    /// <param name="settings">The job.</param>
    /// <param name="library">Who is checked.</param>
    /// <param name="plain">The buffers as they are uncompressed.</param>
    /// <returns>Bytes of all results.</returns>
    /// <exception cref="UserErrorException">An operation failed, or its result is wrong.</exception>
    internal static long Run(ZipBenchmarkSettings settings, LibraryContestant library, byte[][] plain)
    {
        long total = 0;
        byte[] read = new byte[settings.Size];
        int checkedInputs = 0;
        for (long run = 0; checkedInputs < plain.Length; run++)
        {
            if (library.Run(run) < 0)
            {
                throw new UserErrorException($"{settings.Direction} of {settings.Size} bytes failed; see 'wd devices'");
            }

            for (int place = 0; place < library.Depth && checkedInputs < plain.Length; place++, checkedInputs++)
            {
                ReadOnlySpan<byte> result = library.Result(place);
                total += result.Length;
                if (!IsRight(settings, result, plain[library.InputOf(run, place)], read))
                {
                    throw new UserErrorException($"{library.Receipt.Engine} on {library.Receipt.Device} gave a wrong result; this is a fault of the device");
                }
            }
        }

        return total;
    }

    private static bool IsRight(ZipBenchmarkSettings settings, ReadOnlySpan<byte> result, byte[] plain, byte[] room)
    {
        if (settings.Direction == CompressionDirection.Decompress)
        {
            return result.SequenceEqual(plain);
        }

        using Stream decoder = RuntimeStreamContestant.Decoder(new MemoryStream(result.ToArray()), settings.Format);
        decoder.ReadExactly(room);
        return room.AsSpan().SequenceEqual(plain) && decoder.ReadByte() < 0;
    }
}
