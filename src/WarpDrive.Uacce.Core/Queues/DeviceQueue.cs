using WarpDrive.Linux;

namespace WarpDrive.Uacce.Core;

/// <summary>The device's end of one queue.</summary>
/// <remarks>
/// The core holds the step token around <see cref="Start"/>, <see cref="Stop"/>, <see cref="Release"/>, <see cref="Die"/> and the device's Step.
/// <see cref="HasWork"/> and <see cref="IsUpdated"/> are called without it.
/// </remarks>
public abstract class DeviceQueue
{
    /// <summary>Queue number inside the device, below its instances.</summary>
    public abstract uint Number { get; }

    /// <summary>Whether the submission tail is ahead of what was taken. A look at one cell; may be wrong by a moment.</summary>
    public abstract bool HasWork { get; }

    /// <summary>Whether the submission tail is none: no client of the protocol writes it. A look at one cell. A running queue's only.</summary>
    public virtual bool IsTailMalformed => false;

    /// <summary>What the queue did since it was opened. Any thread; a model that does not count says zeros.</summary>
    public virtual QueueCounters Counters => default;

    /// <summary>Requests rung for and not completed: a hint from cells that the client may write. Any thread.</summary>
    public virtual int InFlight => 0;

    /// <summary>start_queue. The CTL cells were reset by the core.</summary>
    /// <returns><see cref="Errno.None"/>, or why not.</returns>
    public abstract Errno Start();

    /// <summary>stop_queue: what was not taken by the drain before is given up. Afterwards nothing is touched until Start.</summary>
    public abstract void Stop();

    /// <summary>put_queue: the number may be given to another opener.</summary>
    public abstract void Release();

    /// <summary>The device or the address space is gone: tells the client by its status words (hisi-qm-zip.md A8), submit side first.</summary>
    public abstract void Die();

    /// <summary>is_q_updated: new completions since the last call that said so (edge-like, uacce.md §3.4).</summary>
    public abstract bool IsUpdated();

    /// <summary>A private command. Not under any device-wide lock.</summary>
    /// <param name="command">Command number.</param>
    /// <param name="argument">In and out.</param>
    /// <returns>Not negative: result. Negative: minus an <see cref="Errno"/>; unknown commands give -EINVAL.</returns>
    public abstract int Ioctl(uint command, Span<byte> argument);

    /// <summary>The client armed the completion event: fire at once when completions beyond its head exist.</summary>
    public abstract void OnArmed();
}
