using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>A job of <see cref="MacEngine"/> with memory of its own.</summary>
internal sealed unsafe class MacCase
{
    private readonly byte[] _key;
    private readonly byte[] _iv;
    private readonly byte[] _source;
    private readonly byte[] _output = CipherCase.Pinned(new byte[16], 0);

    internal MacCase(MacKind kind, byte[] key, byte[] iv, byte[] message, int offset = 0)
    {
        _key = CipherCase.Pinned(key, 0);
        _iv = CipherCase.Pinned(iv, 0);
        _source = CipherCase.Pinned(message, offset);
        Job = new MacJob
        {
            Kind = kind,
            Key = CipherCase.Pointer(_key),
            KeyLength = key.Length,
            Iv = CipherCase.Pointer(_iv),
            Source = CipherCase.Pointer(_source) + offset,
            Length = message.Length,
            Output = CipherCase.Pointer(_output),
        };
    }

    internal MacJob Job { get; private set; }

    internal byte[] Code
    {
        get
        {
            Assert.Equal(-1, _output.AsSpan(16).IndexOfAnyExcept((byte)0xA5));
            return _output[..16];
        }
    }

    /// <summary>Runs cases together and takes what the engine says of them.</summary>
    internal static void Run(MacEngine engine, params MacCase[] cases)
    {
        MacJob[] jobs = [.. cases.Select(c => c.Job)];
        engine.Run(jobs);
        for (int i = 0; i < jobs.Length; i++)
        {
            cases[i].Job = jobs[i];
        }
    }
}
