namespace WarpDrive.Uacce.Core;

/// <summary>Sink of a queue's completion events: wakes waiters, or raises an interrupt.</summary>
public interface ICompletionEvents
{
    /// <summary>Called by the device when a completion was posted while the event was armed. Cheap; any thread.</summary>
    void Signal();
}
