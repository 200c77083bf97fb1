using System.Buffers.Binary;
using WarpDrive.Linux;
using WarpDrive.Uacce.Daemon;

namespace WarpDrive.Daemon.Tests;

public sealed class PacketTests
{
    [Fact]
    public void Malformed_packets_are_answered_and_the_sixteenth_closes_the_connection()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        for (int i = 0; i < 16; i++)
        {
            using RawReply reply = client.Ask([1, 2, 3]);
            reply.Refused(Errno.EPROTO);
        }

        Assert.Null(client.Receive());
        TestDaemon.Until(() => daemon.Log.Containing("16 malformed packets").Length == 1, "the line in the audit log");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(19)]
    [InlineData(21)]
    [InlineData(4096)]
    public void A_request_of_another_length_is_refused(int length)
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        byte[] packet = Packet(length, WireType.List);
        using RawReply reply = client.Ask(packet);
        reply.Refused(Errno.EPROTO);
        Assert.Single(client.List());
    }

    [Fact]
    public void A_packet_larger_than_the_limit_is_refused()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply reply = client.Ask(Packet(5000, WireType.List));
        Assert.Contains("4096", reply.Refused(Errno.EPROTO), StringComparison.Ordinal);
    }

    [Fact]
    public void A_length_in_the_header_that_is_not_the_packets_is_refused()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        byte[] packet = Packet(ListRequest.Size, WireType.List);
        packet[0]++;
        using RawReply reply = client.Ask(packet);
        reply.Refused(Errno.EPROTO);
        Assert.Equal(7u, reply.Header.Sequence);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(12)]
    [InlineData(0x8001)]
    [InlineData(0xFFFF)]
    public void An_unknown_request_is_refused_as_not_implemented(int type)
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        using RawReply reply = client.Ask(Packet(WireHeader.Size, (WireType)type));
        reply.Refused(Errno.ENOSYS);
    }

    [Fact]
    public void A_packet_from_another_process_changes_nothing_and_costs_the_connection_nothing()
    {
        bool forked = false;
        using var daemon = new TestDaemon(options => options with { SenderProcess = pid => Volatile.Read(ref forked) ? pid + 1 : pid });
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        uint channel = 0;
        OpenReply queue = client.OpenQueue(daemon.Null, ref channel);
        Volatile.Write(ref forked, true);
        for (int i = 0; i < 50; i++)
        {
            using RawReply refused = client.Close(queue.Queue);
            Assert.Contains($"belongs to process {Environment.ProcessId}", refused.Refused(Errno.EPERM), StringComparison.Ordinal);
            using RawReply nonsense = client.Ask([1, 2, 3]);
            nonsense.Refused(Errno.EPERM);
        }

        Volatile.Write(ref forked, false);
        using RawReply closed = client.Close(queue.Queue);
        Assert.Equal(Errno.None, closed.Errno);
    }

    [Fact]
    public void Several_requests_may_be_sent_before_the_replies_are_read_and_are_answered_in_order()
    {
        using var daemon = new TestDaemon();
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        for (uint i = 100; i < 120; i++)
        {
            byte[] packet = Packet(ListRequest.Size, WireType.List);
            BinaryPrimitives.WriteUInt32LittleEndian(packet.AsSpan(8), i);
            client.Send(packet);
        }

        for (uint i = 100; i < 120; i++)
        {
            using RawReply? reply = client.Receive();
            Assert.Equal(i, reply!.Header.Sequence);
            reply.As<ListReply>();
        }
    }

    [Fact]
    public void A_client_that_reads_no_replies_is_let_go()
    {
        using var daemon = new TestDaemon(options => options with { SendTimeout = TimeSpan.FromMilliseconds(50) });
        using RawClient client = RawClient.Attach(daemon.SocketPath);
        byte[] packet = Packet(ListRequest.Size, WireType.List);
        Errno errno = Errno.None;
        for (int i = 0; i < 100_000 && errno == Errno.None; i++)
        {
            errno = client.TrySend(packet);
        }

        Assert.Contains(errno, (Errno[])[Errno.EPIPE, Errno.ECONNRESET]);
        TestDaemon.Until(() => daemon.Log.Containing("does not read its replies").Length == 1, "the line in the audit log");
    }

    internal static byte[] Packet(int length, WireType type)
    {
        byte[] packet = new byte[length];
        byte[] header = new byte[WireHeader.Size];
        BinaryPrimitives.WriteInt32LittleEndian(header, length);
        BinaryPrimitives.WriteUInt16LittleEndian(header.AsSpan(4), (ushort)type);
        BinaryPrimitives.WriteUInt32LittleEndian(header.AsSpan(8), 7);
        header.AsSpan(0, Math.Min(length, header.Length)).CopyTo(packet);
        return packet;
    }
}
