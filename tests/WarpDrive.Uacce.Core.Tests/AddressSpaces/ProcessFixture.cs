using WarpDrive.Testing;

namespace WarpDrive.Uacce.Core.Tests.AddressSpaces;

/// <summary>A client process and the address space that is its memory.</summary>
internal sealed class ProcessFixture : IDisposable
{
    internal ProcessFixture(bool parse = false, SharedDomain? reservations = null, MemoryBudget? budget = null)
    {
        Client = new MemoryClient();
        Source = new ProcessSource(Client.OpenMemory(), Client.OpenMaps(), new ProcessIdentity(Client.Pid, 1, Guid.NewGuid()))
        {
            Reservations = reservations,
            Budget = budget,
        };
        Space = Source.Create(7, parse);
        Lease = Space.CreateLease();
    }

    internal MemoryClient Client { get; }

    internal ProcessSource Source { get; }

    internal ProcessAddressSpace Space { get; }

    internal MemoryLease Lease { get; }

    internal bool Acquire(ulong address, int length, MemoryAccess access, out ulong fault)
    {
        Lease.Release();
        return Space.TryAcquire([new(address, length, access)], false, Lease, out fault);
    }

    internal void Reads(ulong address, byte[] expected)
    {
        Assert.True(Acquire(address, expected.Length, MemoryAccess.Read, out ulong fault), $"refused at {fault:x}");
        int seen = 0;
        do
        {
            Span<byte> window = Lease.Memory(0);
            Assert.Equal(seen, Lease.WindowOffset(0));
            Assert.True(window.SequenceEqual(expected.AsSpan(seen, window.Length)), $"other bytes in the window at {seen}");
            seen += window.Length;
        }
        while (Lease.TryMoveWindow(0, 0, out fault));
        Assert.Equal(0ul, fault);
        Assert.Equal(expected.Length, seen);
        Lease.Release();
    }

    internal void RefusesToRead(ulong address, int length, ulong expected)
    {
        Assert.False(Acquire(address, length, MemoryAccess.Read, out ulong fault));
        Assert.Equal($"{expected:x}", $"{fault:x}");
        Assert.Equal(0, Lease.Count);
    }

    /// <summary>Writes a range in windows; what is handed out must be written entirely.</summary>
    /// <returns>0, or where it failed.</returns>
    internal ulong Write(ulong address, ReadOnlySpan<byte> bytes)
    {
        if (!Acquire(address, bytes.Length, MemoryAccess.Write, out ulong fault))
        {
            return fault;
        }

        while (true)
        {
            Span<byte> window = Lease.Memory(0);
            bytes[..window.Length].CopyTo(window);
            bytes = bytes[window.Length..];
            if (bytes.IsEmpty)
            {
                bool done = Lease.TryCommit(0, window.Length, out fault);
                Assert.Equal(done, fault == 0);
                Lease.Release();
                return fault;
            }

            if (!Lease.TryMoveWindow(0, window.Length, out fault))
            {
                Assert.NotEqual(0ul, fault);
                Lease.Release();
                return fault;
            }
        }
    }

    internal void Writes(ulong address, byte[] bytes) => Assert.Equal("0", $"{Write(address, bytes):x}");

    internal void RefusesToWrite(ulong address, int length, ulong expected) => Assert.Equal($"{expected:x}", $"{Write(address, new byte[length]):x}");

    public void Dispose()
    {
        (Lease as IDisposable)?.Dispose();
        Space.Dispose();
        Source.Dispose();
        Client.Dispose();
    }
}
