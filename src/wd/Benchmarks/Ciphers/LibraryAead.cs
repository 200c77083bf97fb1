using WarpDrive.Tool.Benchmarks.Contests;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>The library, called synchronously: a batch with one call, one message as one.</summary>
internal sealed class LibraryAead : BatchContestant
{
    private readonly Aead _aead;
    private readonly AeadWork _work;
    private readonly AeadJob[][] _jobs;   // by batch
    private readonly CipherResult[] _results;

    internal LibraryAead(AeadWork work, Aead aead)
        : base(work.Messages, work.ResultSize)
    {
        _work = work;
        _aead = aead;
        _results = new CipherResult[Messages.Batch];
        _jobs = [.. Enumerable.Range(0, Messages.Sets).Select(set => Enumerable.Range(0, Messages.Batch).Select(message => JobFor(set, message)).ToArray())];
    }

    internal override Receipt Receipt => _results[^1].Receipt;

    public override int Run(long index)
    {
        AeadJob[] jobs = _jobs[Messages.SetOf(index)];
        if (jobs.Length == 1)
        {
            AeadJob job = jobs[0];
            _results[0] = _work.Decrypt
                ? _aead.Decrypt(job.Nonce.Span, job.Source.Span, job.Tag.Span, job.Destination.Span, job.AssociatedData.Span)
                : _aead.Encrypt(job.Nonce.Span, job.Source.Span, job.Destination.Span, job.Tag.Span, job.AssociatedData.Span);
        }
        else if (_work.Decrypt)
        {
            _aead.DecryptMany(jobs, _results);
        }
        else
        {
            _aead.EncryptMany(jobs, _results);
        }

        return Results.Length;
    }

    private AeadJob JobFor(int set, int message)
    {
        Memory<byte> from = Messages.Message(set, message);
        Memory<byte> to = ResultMemory.Slice(message * ResultSize, ResultSize);
        return new AeadJob(
            _work.Nonce(message), from[.._work.Payload], to[.._work.Payload], (_work.Decrypt ? from : to)[_work.Payload..], _work.Associated);
    }
}
