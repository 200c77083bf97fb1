using WarpDrive.Engines.Ciphers;

namespace WarpDrive.Engines.Tests.Ciphers;

/// <summary>A job of <see cref="AeadEngine"/> with memory of its own.</summary>
internal sealed unsafe class AeadCase
{
    private readonly byte[] _key;
    private readonly byte[] _iv;
    private readonly byte[] _associated;
    private readonly byte[] _source;
    private readonly byte[] _destination;
    private readonly byte[] _tag;
    private readonly byte[] _state;
    private readonly int _offset;
    private AeadJob _job;

    internal AeadCase(
        AeadKind kind, bool decrypt, byte[] key, byte[] iv, byte[] associated, byte[] data, byte[] tag, bool inPlace = false, int offset = 0)
    {
        _offset = 32 + offset;
        _key = CipherCase.Pinned(key, 0);
        _iv = CipherCase.Pinned(iv, 0);
        _associated = CipherCase.Pinned(associated, offset);
        _source = CipherCase.Pinned(data, _offset);
        _destination = inPlace ? _source : CipherCase.Pinned(new byte[data.Length], _offset);
        _tag = CipherCase.Pinned(tag, 0);
        _state = CipherCase.Pinned(new byte[16], 0);
        _job = new AeadJob
        {
            Kind = kind,
            Decrypt = decrypt,
            Key = CipherCase.Pointer(_key),
            KeyLength = key.Length,
            Iv = CipherCase.Pointer(_iv),
            IvLength = iv.Length,
            Associated = CipherCase.Pointer(_associated) + offset,
            AssociatedLength = associated.Length,
            Source = CipherCase.Pointer(_source) + _offset,
            Destination = CipherCase.Pointer(_destination) + _offset,
            Length = data.Length,
            Tag = CipherCase.Pointer(_tag),
            TagLength = tag.Length,
            State = CipherCase.Pointer(_state),
        };
    }

    internal ref AeadJob Job => ref _job;

    internal byte[] State => _state[..16];

    internal byte[] Tag
    {
        get
        {
            Assert.Equal(-1, _tag.AsSpan(_job.TagLength).IndexOfAnyExcept((byte)0xA5));
            return _tag[.._job.TagLength];
        }
    }

    /// <summary>The output, after a look at what lies around it.</summary>
    internal byte[] Result
    {
        get
        {
            Assert.Equal(-1, _destination.AsSpan(0, _offset).IndexOfAnyExcept((byte)0xA5));
            Assert.Equal(-1, _destination.AsSpan(_offset + _job.Length).IndexOfAnyExcept((byte)0xA5));
            return _destination.AsSpan(_offset, _job.Length).ToArray();
        }
    }

    /// <summary>Runs cases together and takes what the engine says of them.</summary>
    internal static void Run(AeadEngine engine, params AeadCase[] cases)
    {
        AeadJob[] jobs = [.. cases.Select(c => c._job)];
        engine.Run(jobs);
        for (int i = 0; i < jobs.Length; i++)
        {
            cases[i]._job = jobs[i];
        }
    }
}
