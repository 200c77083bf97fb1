namespace WarpDrive.Tool.CommandLine;

/// <content>The benchmarks.</content>
internal static partial class HelpText
{
    private const string Bench = """
        Examples:
          wd bench queue                             descriptor to completion with the null device
          wd bench zip --size 4K,64K,1M              compression, beside GZipStream and the engine called directly
          wd bench hash --algorithm sha256,sm3       digests, beside the runtime, libcrypto and the engine called directly
          wd bench daemon clients                    what 16 clients of a uacced get, beside one

        """;

    private const string BenchZip = """
        Examples:
          wd bench zip                               64 KiB buffers at level fastest
          wd bench zip --size 4K,64K,1M --json       three jobs, one array of objects
          wd bench zip --direction decompress --threads 2
          wd bench zip --socket /run/uacced/uacced.sock --beside embedded --depth 8

        The corpus is the runtime's own assemblies. The library, the same engine called directly, and the runtime's stream take
        turns in short slices of the same run; percentiles come from a second pass. With --depth each call is one of
        Compressor.Compress(jobs, results), which has all its buffers in flight on one queue; the others do as many one after the
        other, and times are those of a call divided by its buffers. With --reserved queues are used directly (WdQueue), and
        nothing is copied on either side.

        With --beside the row "embedded" tells how many times as fast the daemon is as the devices of this process, and the row
        "on another thread" what the machine itself takes of that: the same engine behind two counters in memory, and nothing
        else. Turns are longer then, and the beginning of each is not measured, because a processor that has rested is slower
        for a while, and only the daemon's rests.

        """;

    private const string BenchHash = """
        Examples:
          wd bench hash                              64 messages of 1 KiB and of 16 KiB a call, SHA-256
          wd bench hash --algorithm md5,sm3 --size 64,16K --against system
          wd bench hash --mode single --size 16K     one awaited call at a time
          wd bench hash --mode async --tasks 1000    many tasks at once, beside the runtime's method on the thread pool

        All contestants hash the same messages, and each digest is checked against another implementation first. They take turns
        in short slices of the same run; percentiles come from a second pass. The system is the class of the runtime, or
        libcrypto where it has none. Times of a batch are those of the call, divided by its messages.

        """;

    private const string BenchCipher = """
        Examples:
          wd bench cipher                            64 messages of 1 KiB and of 16 KiB a call, AES-128-CBC
          wd bench cipher --algorithm sm4-ctr,aes-256-xts --direction both
          wd bench cipher --batch 1 --size 16K       one message after the other

        All contestants encrypt the same messages with the same key; each result is compared with that of another implementation
        first. They take turns in short slices of the same run; percentiles come from a second pass. The system is the class of
        the runtime, or libcrypto where it has none. Times of a batch are those of the call, divided by its messages.

        """;

    private const string BenchAead = """
        Examples:
          wd bench aead                              64 messages of 1 KiB and of 16 KiB a call, AES-128-GCM
          wd bench aead --algorithm aes-256-gcm,aes-128-ccm --direction both
          wd bench aead --batch 1 --size 16K         one message after the other

        Nonces have 12 bytes, tags 16, and each message has 13 bytes of associated data, as in TLS. All contestants do the same
        work; each result is compared with that of another implementation first. They take turns in short slices of the same
        run; percentiles come from a second pass. Times of a batch are those of the call, divided by its messages.

        """;

    private const string BenchRsa = """
        Examples:
          wd bench rsa                               sign and verify with 2048 bits
          wd bench rsa --algorithm 2048,4096 --operation sign
          wd bench rsa --against libcrypto           beside EVP_PKEY_sign, as openssl speed measures it

        PKCS #1 v1.5 with a digest of SHA-256, one call after the other on each thread. All contestants use the same key. Each
        signature is checked by the runtime first; whoever verifies must refuse a wrong one. They take turns in short slices of
        the same run; percentiles come from a second pass.

        """;

    private const string BenchCurves = """
        Examples:
          wd bench ec                                P-256 signatures and key agreement, X25519
          wd bench ec --algorithm sm2-sign,sm2-verify,x448
          wd bench ec --algorithm x25519 --threads 2

        One call after the other on each thread. All contestants use the same key. Each result is checked by another
        implementation first; whoever verifies must refuse a wrong signature. They take turns in short slices of the same run;
        percentiles come from a second pass. The system is the class of the runtime, or libcrypto where it has none.

        """;

    private const string BenchQueue = """
        Examples:
          wd bench queue                             descriptor to completion on one thread
          wd bench queue --depth 64 --threads 2      client and worker on two threads
          wd bench queue --idle 256                  what 256 idle queues cost a busy one
          wd bench queue --socket /run/uacced/uacced.sock   the same through the daemon

        The device is the null device of this process, or one of the daemon at --socket. The baseline is a bare ring that moves
        the same bytes and checks nothing: on one thread, between two threads, or, beside a daemon, between two processes. Both
        take turns in the same run. On a busy machine the two sides are seldom awake together; so the ratio of the median
        stretch of each is told, too. Percentiles come from a second pass.

        """;

    private const string BenchDaemon = """
        Examples:
          wd bench daemon clients                    16 client processes beside one
          wd bench daemon idle --queues 1000         processor time of a daemon with 1000 idle queues
          wd bench daemon neighbour --json           latency beside an honest and a hostile neighbour

        Each starts a uacced of its own, which ends with it, from beside wd or along PATH, unless --socket names one that runs.

        """;

    private const string BenchDaemonClients = """
        Examples:
          wd bench daemon clients                    one client and 16 of them, 4 KiB of compression
          wd bench daemon clients --counts 1,4,16 --size 64K
          wd bench daemon clients --device null --depth 16 --waits sleep
          wd bench daemon clients --socket /run/uacced/uacced.sock --device null --json

        Each client is a process with a connection and a queue of its own. Who waits looks for a moment while a worker is awake
        and processors are free, and then sleeps; with --waits sleep it arms the event and sleeps. The numbers take turns, so
        that whatever else the machine does meets all of them; clients that are not in a turn stay connected and sleep. The
        ratio is that of the last number to the first, the median over the turns, wanted at least 0.95. With the null device,
        waiting is all that there is to measure.

        """;

    private const string BenchDaemonIdle = """
        Examples:
          wd bench daemon idle                       1000 queues for 10 seconds
          wd bench daemon idle --queues 200 --seconds 5 --socket /run/uacced/uacced.sock

        Each queue has done one request. The processor time is that of /proc/PID/stat, in steps of 10 ms, so that short looks
        are coarse ones. Wanted below 0.5 % of a core. Other clients of a daemon at --socket count too.

        """;

    private const string BenchDaemonNeighbour = """
        Examples:
          wd bench daemon neighbour                  4 KiB of compression beside a neighbour with 8 requests in flight
          wd bench daemon neighbour --device null --depth 32
          wd bench daemon neighbour --socket /run/uacced/uacced.sock --size 64K --json

        One request after the other, a look before each sleep, beside nobody, beside an honest neighbour, and beside a hostile one,
        in turns. The honest one does the same work, so many requests at a time. The hostile one sends as many descriptors at
        a time: random bytes, and right ones whose addresses do not exist or end in the middle; rings and announces for nothing
        200 times between, and now and then says that there is work beyond the end of its ring. The ratio is that of the 99th
        percentiles, hostile by honest, the median over the turns, wanted at most 2.

        """;
}
