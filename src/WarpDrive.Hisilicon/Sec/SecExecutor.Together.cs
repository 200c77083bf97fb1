using WarpDrive.Hisilicon.Qm;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Sec;

/// <content>
/// Copies for many requests by one call, where memory is another process's. A call costs as much as the digest of a short message, and buffers of requests
/// that are sent together are often neighbours: slices of one array, and the keys and IVs that a driver keeps.
/// </content>
internal sealed unsafe partial class SecExecutor
{
    private readonly MemoryRange[] _expectedData = new MemoryRange[BatchLimit];
    private readonly MemoryRange[] _expectedKeys = new MemoryRange[BatchLimit * 2];
    private readonly MemoryRange[] _expectedOutputs = new MemoryRange[BatchLimit];
    private readonly int[] _together = new int[BatchLimit * 2];
    private bool _isExpecting;

    /// <summary>Tells the lease of the wave that begins which memory its requests name. Nothing is checked here: what turns out otherwise is acquired as it is.</summary>
    private void Expect(ReadOnlySpan<QmRequest> batch)
    {
        BeginRanges();
        if (batch.Length < 2 || !TryLeases())
        {
            return;
        }

        int data = 0;
        int keys = 0;
        int outputs = 0;
        SecCommand command = default;
        foreach (ref readonly QmRequest request in batch)
        {
            if (!ReferenceEquals(request.Queue, _queue))
            {
                break;
            }

            command.Read(in request.Descriptor<SecSqe>());
            if (command.SourceType == SecAddressType.Flat)
            {
                int start = Math.Min(command.AuthLength > 0 ? command.AuthOffset : int.MaxValue, command.CipherLength > 0 ? command.CipherOffset : int.MaxValue);
                int end = Math.Max(command.AuthLength > 0 ? command.AuthOffset + command.AuthLength : 0, command.CipherLength > 0 ? command.CipherOffset + command.CipherLength : 0);
                Add(_expectedData, ref data, command.Source + (uint)start, end - start, MemoryAccess.Read);
            }

            if (command.Cipher is SecCipherAction.Encrypt or SecCipherAction.Decrypt)
            {
                Add(_expectedKeys, ref keys, command.CipherKey, SecKeyCode.Length(command.CipherAlgorithm, command.KeyCode), MemoryAccess.Read);
                Add(_expectedKeys, ref keys, command.CipherIv, SecLimits.BlockSize, MemoryAccess.Read);
                if (command.DestinationType == SecAddressType.Flat)
                {
                    Add(_expectedOutputs, ref outputs, command.Destination + (uint)command.CipherOffset, command.CipherLength, MemoryAccess.Write);
                }
            }
            else
            {
                Add(_expectedKeys, ref keys, command.AuthKey, (int)command.AuthKeyWords * 4, MemoryAccess.Read);
                Add(_expectedOutputs, ref outputs, command.Mac, (int)command.MacWords * 4, MemoryAccess.Write);
            }
        }

        MemoryLease lease = _leases!.Data;
        lease.Expect(_expectedData.AsSpan(0, data));
        lease.Expect(_expectedKeys.AsSpan(0, keys));
        lease.Expect(_expectedOutputs.AsSpan(0, outputs));
        _leases.IsExpecting = true;
        _isExpecting = true;

        static void Add(MemoryRange[] list, ref int count, ulong address, int length, MemoryAccess access)
        {
            if (address != 0 && length > 0)
            {
                list[count++] = new MemoryRange(address, length, access);
            }
        }
    }

    /// <summary>Writes what the wave produced, when all of it goes through one lease.</summary>
    /// <returns>How many of its outputs are written and committed; the others are left to their requests.</returns>
    private int CommitTogether()
    {
        if (!_isExpecting || _hasFailed || _outputCount < 2 || _outputCount > _together.Length)
        {
            return 0;
        }

        MemoryLease? lease = _outputs[0].Lease;
        for (int i = 0; i < _outputCount; i++)
        {
            ref readonly SecOutput output = ref _outputs[i];
            if (output.Data == null || output.Lease is null || !ReferenceEquals(output.Lease, lease))
            {
                return 0;
            }

            _together[i] = output.LeaseIndex;
        }

        foreach (ref readonly SecPending pending in _pending.AsSpan(0, _pendingCount))
        {
            byte* staged = pending.Staged;
            for (int i = pending.FirstOutput; staged != null && i < pending.FirstOutput + pending.Outputs; i++)
            {
                _outputs[i].Put(staged);
                staged += _outputs[i].Length;
            }

            if (pending.MacOutput >= 0)
            {
                _outputs[pending.MacOutput].Put(pending.Mac);
            }
        }

        return lease!.Commit(_together.AsSpan(0, _outputCount));
    }
}
