using System.Runtime.InteropServices;

namespace WarpDrive.Uacce.Core;

/// <summary>A worker's counters: one writer, any reader, and no cache line shared with a neighbour on the heap.</summary>
[StructLayout(LayoutKind.Explicit, Size = 320)]
internal struct Tally
{
    [FieldOffset(128)] private long _steps;
    [FieldOffset(136)] private long _visited;
    [FieldOffset(144)] private long _slices;
    [FieldOffset(152)] private long _descriptors;
    [FieldOffset(160)] private long _parks;
    [FieldOffset(168)] private long _naps;
    [FieldOffset(176)] private long _claims;
    [FieldOffset(184)] private long _failures;

    public void CountStep(int visited, int slices, int descriptors)
    {
        _steps++;
        _visited += visited;
        _slices += slices;
        _descriptors += descriptors;
    }

    public void CountPark(bool nothingActive)
    {
        if (nothingActive)
        {
            _parks++;
        }
        else
        {
            _naps++;
        }
    }

    public void CountClaim() => _claims++;

    public void CountFailure() => _failures++;

    public WorkerCounters Read() => new(
        Volatile.Read(ref _steps),
        Volatile.Read(ref _visited),
        Volatile.Read(ref _slices),
        Volatile.Read(ref _descriptors),
        Volatile.Read(ref _parks),
        Volatile.Read(ref _naps),
        Volatile.Read(ref _claims),
        Volatile.Read(ref _failures));
}
