namespace WarpDrive.Tool.Benchmarks.Contests;

/// <summary>One job of <c>wd bench cipher</c> or <c>wd bench aead</c>.</summary>
/// <param name="Algorithm">Name of the algorithm.</param>
/// <param name="Size">Bytes of a message.</param>
/// <param name="Batch">Messages of a call.</param>
/// <param name="Decrypt">Decrypt rather than encrypt.</param>
/// <param name="Threads">Threads that call at the same time.</param>
/// <param name="Seconds">Time that each contestant gets.</param>
/// <param name="Against">What to compare with.</param>
/// <param name="Engine">Engine that software devices must use, or null.</param>
internal sealed record BufferSettings(
    string Algorithm, int Size, int Batch, bool Decrypt, int Threads, double Seconds, Rivals Against, string? Engine)
{
    /// <summary>The job without the algorithm.</summary>
    /// <param name="kind">Kind of the algorithm.</param>
    /// <param name="inputs">Different batches.</param>
    internal ContestSettings ForContest(string kind, int inputs) => new($"{kind}-{Algorithm}-{(Decrypt ? "decrypt" : "encrypt")}", Size, Threads, Seconds)
    {
        OperationsPerRun = Batch,
        Depth = Batch,
        Inputs = inputs,
    };
}
