using System.Runtime.InteropServices;
using System.Security.Cryptography;
using WarpDrive.Engines.PublicKey;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Hpre;

/// <summary>Executes one descriptor, given by value: checks it, fetches its operands through the address space, computes, writes the result. Knows no ring.</summary>
/// <remarks>
/// One worker's: not thread safe. Nothing in the descriptor is trusted. Operands are copied before they are looked at, and the copies are zeroed afterwards.
/// A failed request writes no result; a verification always writes its answer field. Warm requests allocate nothing.
/// </remarks>
internal sealed unsafe class HpreExecutor : IDisposable
{
    private const int RememberedSpaces = 32;
    private const int ScratchSize = HpreShape.MaxKey + HpreShape.MaxIn + HpreShape.MaxOut;

    private readonly PublicKeyEngine _engine = new();
    private readonly PreparedKeyCache _none = new(1);   // disposed: keeps nothing
    private readonly bool _hasCurves;
    private readonly HpreLease?[] _leases = new HpreLease?[RememberedSpaces];
    private readonly MemoryRange[] _ranges = new MemoryRange[3];
    private HpreLease? _lastLease;
    private uint _nextLease;
    private byte* _scratch;

    /// <summary>Makes the core of a device.</summary>
    /// <param name="generation">2: RSA and DH; 3: curves too.</param>
    internal HpreExecutor(int generation)
    {
        _hasCurves = generation >= 3;
        _none.Dispose();
        _scratch = (byte*)NativeMemory.AlignedAlloc(ScratchSize, 64);
    }

    /// <summary>Executes a descriptor.</summary>
    /// <param name="sqe">A private copy; results are written into it.</param>
    /// <param name="elliptic">The queue's type is 1.</param>
    /// <param name="keys">Prepared keys of the address space.</param>
    /// <param name="space">The memory its addresses mean.</param>
    /// <param name="leased">The submitter keeps the memory valid.</param>
    /// <param name="outcome">Remarks.</param>
    internal void Execute(ref HpreSqe sqe, bool elliptic, PreparedKeyCache keys, AddressSpace space, bool leased, out HpreOutcome outcome)
    {
        ObjectDisposedException.ThrowIf(_scratch is null, this);
        outcome = new HpreOutcome { Engine = HpreEngineNames.LibCrypto };
        HpreError error = Check(in sqe, elliptic, ref outcome, out HpreShape shape);
        bool isFault = false;
        bool valid = false;
        if (error == HpreError.None)
        {
            MemoryLease lease = LeaseOf(space);
            try
            {
                isFault = !TryFetch(in sqe, shape, space, leased, lease, out outcome.FaultAddress);
                if (!isFault)
                {
                    error = Compute(in sqe, shape, keys, ref outcome, out valid);
                    isFault = error == HpreError.None && shape.Out != 0 && !TryStore(lease, shape, out outcome.FaultAddress);
                }
            }
            finally
            {
                lease.Release();
                CryptographicOperations.ZeroMemory(new Span<byte>(_scratch, ScratchSize));
            }
        }

        sqe.Complete(error, isFault);
        if (HpreShape.IsVerification(sqe.Algorithm))
        {
            sqe.Answer(valid);
        }
    }

    public void Dispose()
    {
        _engine.Dispose();
        foreach (HpreLease? lease in _leases)
        {
            lease?.Dispose();
        }

        Array.Clear(_leases);
        _lastLease = null;
        NativeMemory.AlignedFree(_scratch);
        _scratch = null;
    }

    private Span<byte> Key(int length) => new(_scratch, length);

    private Span<byte> In(int length) => new(_scratch + HpreShape.MaxKey, length);

    private Span<byte> Out(int length) => new(_scratch + HpreShape.MaxKey + HpreShape.MaxIn, length);

    private HpreError Check(in HpreSqe sqe, bool elliptic, ref HpreOutcome outcome, out HpreShape shape)
    {
        shape = default;
        HpreAlgorithm algorithm = sqe.Algorithm;
        if (!HpreShape.IsKnown(algorithm))
        {
            return Refuse(HpreError.UnknownAlgorithm, HpreReason.UnknownAlgorithm, ref outcome);
        }

        bool isCurve = HpreShape.IsElliptic(algorithm);
        if (isCurve && !_hasCurves)
        {
            return Refuse(HpreError.UnknownAlgorithm, HpreReason.WrongGeneration, ref outcome);
        }

        if (isCurve != elliptic)
        {
            return Refuse(HpreError.UnknownAlgorithm, HpreReason.WrongQueue, ref outcome);
        }

        if (!HpreShape.IsSize(algorithm, sqe.OperandSize))
        {
            return Refuse(HpreError.BadLength, HpreReason.BadLength, ref outcome);
        }

        shape = HpreShape.Of(algorithm, sqe.OperandSize, sqe.MessageLength);
        return sqe.Key == 0 || (shape.In != 0 && sqe.In == 0) || (shape.Out != 0 && sqe.Out == 0)
            ? Refuse(HpreError.NullAddress, HpreReason.NullAddress, ref outcome)
            : HpreError.None;
    }

    private static HpreError Refuse(HpreError error, HpreReason reason, ref HpreOutcome outcome)
    {
        outcome.Engine = 0;
        outcome.Reason = reason;
        return error;
    }

    private bool TryFetch(in HpreSqe sqe, in HpreShape shape, AddressSpace space, bool leased, MemoryLease lease, out ulong faultAddress)
    {
        _ranges[0] = new MemoryRange(sqe.Key, shape.Key, MemoryAccess.Read);
        _ranges[1] = new MemoryRange(shape.In == 0 ? 0 : sqe.In, shape.In, MemoryAccess.Read);
        _ranges[2] = new MemoryRange(shape.Out == 0 ? 0 : sqe.Out, shape.Out, MemoryAccess.Write);
        return space.TryAcquire(_ranges, leased, lease, out faultAddress)
            && TryRead(lease, 0, Key(shape.Key), out faultAddress)
            && TryRead(lease, 1, In(shape.In), out faultAddress);
    }

    private static bool TryRead(MemoryLease lease, int index, Span<byte> copy, out ulong faultAddress)
    {
        faultAddress = 0;
        while (!copy.IsEmpty)
        {
            Span<byte> window = lease.Memory(index);
            int length = Math.Min(window.Length, copy.Length);
            window[..length].CopyTo(copy);
            copy = copy[length..];
            if (!copy.IsEmpty && (length == 0 || !lease.TryMoveWindow(index, 0, out faultAddress)))
            {
                return false;
            }
        }

        return true;
    }

    private bool TryStore(MemoryLease lease, in HpreShape shape, out ulong faultAddress)
    {
        const int Range = 2;
        ReadOnlySpan<byte> result = Out(shape.Out);
        while (true)
        {
            Span<byte> window = lease.Memory(Range);
            int length = Math.Min(window.Length, result.Length);
            result[..length].CopyTo(window);
            result = result[length..];
            if (result.IsEmpty)
            {
                return lease.TryCommit(Range, length, out faultAddress);
            }

            if (!lease.TryMoveWindow(Range, length, out faultAddress))
            {
                return false;
            }
        }
    }

    private HpreError Compute(in HpreSqe sqe, in HpreShape shape, PreparedKeyCache keys, ref HpreOutcome outcome, out bool valid)
    {
        valid = false;
        ReadOnlySpan<byte> key = Key(shape.Key);
        ReadOnlySpan<byte> input = In(shape.In);
        Span<byte> output = Out(shape.Out);
        PublicKeyStatus status = sqe.Algorithm switch
        {
            HpreAlgorithm.RsaPower => _engine.ModPower(keys, key, input, output),
            HpreAlgorithm.RsaCrt => _engine.CrtPower(keys, key, input, output),
            HpreAlgorithm.RsaKeyGen or HpreAlgorithm.RsaKeyGenCrt => _engine.RsaKeyGen(key, output),
            HpreAlgorithm.DhBase2 or HpreAlgorithm.Dh => _engine.DhPower(keys, key, input, output),
            HpreAlgorithm.PointMultiply => _engine.PointMultiply(sqe.IsMarkedNonce ? _none : keys, key, input, output),
            HpreAlgorithm.EcdsaSign => _engine.EcdsaSign(keys, key, input, output),
            HpreAlgorithm.EcdsaVerify => _engine.EcdsaVerify(keys, key, input, out valid),
            HpreAlgorithm.Montgomery => _engine.Montgomery(keys, key, input, output),
            HpreAlgorithm.Sm2KeyGen => _engine.Sm2KeyGen(key, input, output),
            HpreAlgorithm.Sm2Sign => _engine.Sm2Sign(keys, key, input, sqe.DrawsNonce, output),
            HpreAlgorithm.Sm2Verify => _engine.Sm2Verify(keys, key, input, out valid),
            HpreAlgorithm.Sm2Encrypt => _engine.Sm2Encrypt(keys, key, input, sqe.DrawsNonce, output),
            _ => _engine.Sm2Decrypt(keys, key, input, output),
        };
        valid &= status == PublicKeyStatus.Ok;
        switch (status)
        {
            case PublicKeyStatus.Ok:
                return HpreError.None;
            case PublicKeyStatus.BadOperand:
                return HpreError.BadOperand;
            case PublicKeyStatus.Undefined:
                return HpreError.Undefined;
            case PublicKeyStatus.CheckFailed:
                return HpreError.CheckFailed;
            default:
                return Refuse(HpreError.UnknownAlgorithm, HpreReason.NoEngine, ref outcome);
        }
    }

    private MemoryLease LeaseOf(AddressSpace space)
    {
        HpreLease? last = _lastLease;
        return last is not null && ReferenceEquals(last.Space, space) ? last.Lease : FindLease(space);
    }

    /// <summary>A few spaces are remembered, so that a worker that alternates between processes makes no leases for each request.</summary>
    private MemoryLease FindLease(AddressSpace space)
    {
        int slot = (int)(_nextLease % RememberedSpaces);
        for (int i = 0; i < RememberedSpaces; i++)
        {
            HpreLease? known = _leases[i];
            if (known is not null && ReferenceEquals(known.Space, space))
            {
                _lastLease = known;
                return known.Lease;
            }

            slot = known is null || known.Space.IsGone ? i : slot;
        }

        _nextLease++;
        _leases[slot]?.Dispose();
        _lastLease = _leases[slot] = new HpreLease(space);
        return _lastLease.Lease;
    }
}
