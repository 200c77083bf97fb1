using WarpDrive.Engines.Ciphers;
using EngineJob = WarpDrive.Engines.Ciphers.AeadJob;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>Jobs for engines that are called directly.</summary>
internal static unsafe class AeadJobs
{
    /// <summary>Makes the jobs of all batches.</summary>
    /// <param name="work">The work.</param>
    /// <param name="results">Room for the results of a batch.</param>
    internal static EngineJob[][] For(AeadWork work, byte* results)
    {
        var all = new EngineJob[work.Messages.Sets][];
        for (int set = 0; set < all.Length; set++)
        {
            all[set] = new EngineJob[work.Messages.Batch];
            for (int i = 0; i < all[set].Length; i++)
            {
                byte* source = work.Messages.AddressOf(set) + ((long)i * work.Messages.Size);
                byte* destination = results + ((long)i * work.ResultSize);
                all[set][i] = new EngineJob
                {
                    Kind = work.Spec.Kind,
                    Part = AeadPart.Whole,
                    Decrypt = work.Decrypt,
                    Key = work.KeyAddress,
                    KeyLength = work.Spec.KeyLength,
                    Iv = work.NonceAddress(i),
                    IvLength = AeadSpec.NonceLength,
                    Associated = work.AssociatedAddress,
                    AssociatedLength = AeadSpec.AssociatedLength,
                    Source = source,
                    Destination = destination,
                    Length = work.Payload,
                    Tag = (work.Decrypt ? source : destination) + work.Payload,
                    TagLength = AeadSpec.TagLength,
                };
            }
        }

        return all;
    }
}
