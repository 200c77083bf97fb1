namespace WarpDrive.Uacce.PublicKey;

/// <summary>Unsigned big-endian numbers of any width.</summary>
public static class BigEndianNumber
{
    /// <summary>Without leading zeros, but at least one byte of a number that has any.</summary>
    /// <param name="number">The number.</param>
    public static ReadOnlySpan<byte> Trim(ReadOnlySpan<byte> number)
    {
        int first = number.IndexOfAnyExcept((byte)0);
        return first >= 0 ? number[first..] : number.IsEmpty ? number : number[^1..];
    }

    /// <summary>Right-aligns a number in a slot, zeros before it.</summary>
    /// <param name="number">The number; leading zeros do not count.</param>
    /// <param name="slot">Where it goes.</param>
    /// <returns>False when it does not fit; the slot is then unchanged.</returns>
    public static bool TryPlace(ReadOnlySpan<byte> number, Span<byte> slot)
    {
        ReadOnlySpan<byte> digits = Trim(number);
        if (digits.Length > slot.Length)
        {
            return false;
        }

        digits.CopyTo(slot[^digits.Length..]);
        slot[..^digits.Length].Clear();
        return true;
    }
}
