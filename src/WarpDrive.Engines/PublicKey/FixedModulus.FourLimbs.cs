namespace WarpDrive.Engines.PublicKey;

internal sealed partial class FixedModulus
{
    /// <summary>The multiplication for 256 bits, where curves mostly are: the same steps with the sum in registers.</summary>
    private void MultiplyFour(Span<ulong> result, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b)
    {
        ulong b0 = b[0], b1 = b[1], b2 = b[2], b3 = b[3];
        ulong m0 = _modulus[0], m1 = _modulus[1], m2 = _modulus[2], m3 = _modulus[3];
        ulong t0 = 0, t1 = 0, t2 = 0, t3 = 0, t4 = 0;
        for (int i = 0; i < 4; i++)
        {
            ulong factor = a[i];
            ulong carry = 0;
            t0 = MultiplyAdd(factor, b0, t0, ref carry);
            t1 = MultiplyAdd(factor, b1, t1, ref carry);
            t2 = MultiplyAdd(factor, b2, t2, ref carry);
            t3 = MultiplyAdd(factor, b3, t3, ref carry);
            ulong over = 0;
            t4 = AddWithCarry(t4, carry, ref over);

            factor = t0 * _inverse;
            carry = 0;
            MultiplyAdd(factor, m0, t0, ref carry);
            t0 = MultiplyAdd(factor, m1, t1, ref carry);
            t1 = MultiplyAdd(factor, m2, t2, ref carry);
            t2 = MultiplyAdd(factor, m3, t3, ref carry);
            ulong last = 0;
            t3 = AddWithCarry(t4, carry, ref last);
            t4 = over + last;
        }

        ulong borrow = 0;
        ulong s0 = SubtractWithBorrow(t0, m0, ref borrow);
        ulong s1 = SubtractWithBorrow(t1, m1, ref borrow);
        ulong s2 = SubtractWithBorrow(t2, m2, ref borrow);
        ulong s3 = SubtractWithBorrow(t3, m3, ref borrow);
        ulong mask = 0 - (t4 | (borrow ^ 1));
        result[0] = t0 ^ ((t0 ^ s0) & mask);
        result[1] = t1 ^ ((t1 ^ s1) & mask);
        result[2] = t2 ^ ((t2 ^ s2) & mask);
        result[3] = t3 ^ ((t3 ^ s3) & mask);
    }
}
