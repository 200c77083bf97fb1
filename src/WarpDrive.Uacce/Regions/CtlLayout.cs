using System.Runtime.InteropServices;

namespace WarpDrive.Uacce;

/// <summary>
/// The CTL region of software devices: where a doorbell's values land, whether the device is watching, and one note per slot.
/// </summary>
/// <remarks>
/// Each cell is written by one side and has 128 bytes to itself (two cache lines: adjacent lines are fetched in pairs).
/// Neither side trusts what it reads here. Hardware has no such region; drivers work without it.
/// </remarks>
public static class CtlLayout
{
    /// <summary>Value of the version word; a reader refuses any other.</summary>
    public const uint CurrentVersion = 1;

    /// <summary>u32, written once by the device: <see cref="CurrentVersion"/>.</summary>
    public const int Version = 0;
    /// <summary>u32, written once by the device: number of notes, which is the SQ depth.</summary>
    public const int NoteCount = 4;
    /// <summary>u32, written by the client: bit 0 asks for engine and times in the notes (<see cref="WantNotes"/>).</summary>
    public const int ClientOptions = NoteCount + 124;
    /// <summary>u32, written by the client: index behind the newest descriptor.</summary>
    public const int SqTail = ClientOptions + 128;
    /// <summary>u32, written by the client: index of the next completion that it will read.</summary>
    public const int CqHead = SqTail + 128;
    /// <summary>u32, set to 1 by the client to be woken at the next completion, taken back to 0 by the device.</summary>
    public const int Arm = CqHead + 128;
    /// <summary>u32, see <see cref="AttentionState"/>: whether a ring must be announced. Both sides exchange it.</summary>
    public const int Attention = Arm + 128;
    /// <summary>u32, written by the device behind each completion: completions posted since START, modulo 2^32.</summary>
    public const int Posted = Attention + 128;
    /// <summary>u32, written by the device, see <see cref="QueueLife"/>.</summary>
    public const int State = Posted + 128;
    /// <summary>First note; 32 bytes a slot.</summary>
    public const int Notes = 1024;

    /// <summary>Bit 0 of <see cref="ClientOptions"/>.</summary>
    public const uint WantNotes = 1;

    /// <summary>Bytes of the region for a ring depth, before rounding up to pages.</summary>
    /// <param name="depth">SQ depth, 1…65536.</param>
    public static int SizeFor(int depth) => Notes + (depth * Marshal.SizeOf<SlotNote>());

    /// <summary>Offset of a slot's note.</summary>
    /// <param name="slot">0…depth−1.</param>
    public static int NoteOffset(int slot) => Notes + (slot * 32);
}
