using WarpDrive.Tool.Benchmarks.Contests;
using WarpDrive.Uacce;

namespace WarpDrive.Tool.Benchmarks.Ciphers;

/// <summary>The library, called synchronously: a batch with one call, one message as one.</summary>
internal sealed class LibraryCipher : BatchContestant
{
    private readonly Cipher _cipher;
    private readonly CipherWork _work;
    private readonly CipherJob[][] _jobs;   // by batch
    private readonly CipherResult[] _results;

    internal LibraryCipher(CipherWork work, Cipher cipher)
        : base(work.Messages, work.Messages.Size)
    {
        _work = work;
        _cipher = cipher;
        _results = new CipherResult[Messages.Batch];
        _jobs = [.. Enumerable.Range(0, Messages.Sets).Select(set => Enumerable.Range(0, Messages.Batch).Select(message => new CipherJob(
            work.Iv(message), Messages.Message(set, message), ResultMemory.Slice(message * ResultSize, ResultSize))).ToArray())];
    }

    internal override Receipt Receipt => _results[^1].Receipt;

    public override int Run(long index)
    {
        CipherJob[] jobs = _jobs[Messages.SetOf(index)];
        if (jobs.Length == 1)
        {
            ReadOnlySpan<byte> iv = jobs[0].Iv.Span;
            RequestStatus status = _work.Decrypt
                ? _cipher.TryDecrypt(iv, Messages.Of(index), Results, out _results[0])
                : _cipher.TryEncrypt(iv, Messages.Of(index), Results, out _results[0]);
            return status == RequestStatus.Ok ? Results.Length : -1;
        }

        if (_work.Decrypt)
        {
            _cipher.DecryptMany(jobs, _results);
        }
        else
        {
            _cipher.EncryptMany(jobs, _results);
        }

        return Results.Length;
    }
}
