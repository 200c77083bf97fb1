using System.Runtime.InteropServices;
using WarpDrive.Uacce.Core;

namespace WarpDrive.Hisilicon.Tests.Hpre;

/// <summary>What a worker keeps of address spaces.</summary>
public sealed class HpreLeaseTests
{
    [Fact]
    public void Leases_that_a_worker_forgets_are_disposed()
    {
        var spaces = new CountedSpace[34];
        using (var hand = new HpreDeviceHand())
        {
            byte[] sqe = new byte[64];
            sqe[3] = 0x40;
            sqe[4] = 15;   // RSA of 1024 bits
            foreach (int address in (ReadOnlySpan<int>)[0x08, 0x10, 0x18])
            {
                MemoryMarshal.Write(sqe.AsSpan(address), 4096UL);
            }

            for (int i = 0; i < spaces.Length; i++)
            {
                spaces[i] = new CountedSpace();
                hand.Execute(sqe, space: spaces[i]);
            }

            Assert.Equal(2, spaces.Sum(space => space.Disposed));   // a worker remembers 32
        }

        Assert.All(spaces, space => Assert.Equal((1, 1), (space.Made, space.Disposed)));
    }

    private sealed class CountedSpace : AddressSpace
    {
        internal int Made { get; private set; }

        internal int Disposed { get; private set; }

        public override uint Pasid => 1;

        public override bool IsGone => false;

        public override MemoryLease CreateLease()
        {
            Made++;
            return new CountedLease(this);
        }

        public override bool TryAcquire(ReadOnlySpan<MemoryRange> ranges, bool leased, MemoryLease lease, out ulong faultAddress)
        {
            faultAddress = ranges[0].Address;
            return false;
        }

        private sealed class CountedLease(CountedSpace space) : MemoryLease, IDisposable
        {
            public override int Count => 0;

            public override Span<byte> Memory(int index) => [];

            public override int WindowOffset(int index) => 0;

            public override bool TryMoveWindow(int index, int produced, out ulong faultAddress)
            {
                faultAddress = 0;
                return false;
            }

            public override bool TryCommit(int index, int produced, out ulong faultAddress)
            {
                faultAddress = 0;
                return true;
            }

            public override void Release()
            {
            }

            public void Dispose() => space.Disposed++;
        }
    }
}
