namespace WarpDrive.Tool.CommandLine;

/// <summary>What the help of each command ends with.</summary>
internal static class HelpText
{
    private const string Compress = """
        Examples:
          wd compress access.log                     write access.log.gz, keep access.log
          wd compress --level 9 -c data > data.gz    to standard output
          tar c src | wd compress > src.tar.gz       from standard input
          wd compress --format zlib --json data      data.zz, and a summary as JSON

        Suffixes: .gz (gzip), .zz (zlib), .deflate (raw deflate). Inputs are never deleted. Large inputs use all cores.
        Level fastest promises the ratio of the runtime's Fastest, 1 to 9 that of zlib at the same level; the fastest engine
        that keeps the promise is used.
        Exit codes: 0 done, 1 error or usage, 2 done with a warning.

        """;

    private const string Decompress = """
        Examples:
          wd decompress access.log.gz                write access.log, keep access.log.gz
          wd decompress -t *.gz                      test, write nothing
          wd decompress -c data.gz | less            to standard output
          wd decompress --format deflate -o out raw  raw deflate cannot be recognised and must be named

        The format is recognised by its first bytes. All members of a gzip file are joined. Zeros behind the data are ignored,
        other bytes behind it too, with a warning. Inputs are never deleted.
        Exit codes: 0 done, 1 error or usage, 2 done with a warning.

        """;

    private const string Hash = """
        Examples:
          wd hash sha256 *.iso > SHA256SUMS          lines as sha256sum writes them
          wd hash sha256 --check SHA256SUMS          check them again
          find . -type f -print0 | wd hash md5 --files0-from -
          wd hash sm3 --json data                    digest as JSON

        Many files of up to 256 KiB are hashed side by side in the lanes of the vector unit, on all cores; the lines come in the
        order of the names. --check reads the lines of the coreutils, of BSD, and its own.
        Exit codes: 0 done and all match, 1 error, mismatch, or usage.

        """;

    private const string Encrypt = """
        Examples:
          head -c 32 /dev/urandom > key; chmod 600 key
          wd encrypt -k key report.pdf               write report.pdf.wdenc, keep report.pdf
          tar c src | wd encrypt -k key > src.wdenc  from standard input
          wd encrypt -k key --algorithm sm4-gcm data

        Each file gets keys of its own, derived from the key file and a random salt; it is sealed in chunks of 64 KiB, so that any
        size needs little memory and no change, cut or exchange of parts goes unnoticed. Inputs are never deleted.
        Exit codes: 0 done, 1 error or usage, 2 done with a warning.

        """;

    private const string Decrypt = """
        Examples:
          wd decrypt -k key report.pdf.wdenc         write report.pdf, keep report.pdf.wdenc
          wd decrypt -k key -t *.wdenc               check, write nothing
          wd decrypt -k key -c src.wdenc | tar x     to standard output; trust it only when the exit code is 0

        An output appears under its name only after the last chunk was verified. A wrong key is told before anything is written.
        Exit codes: 0 done, 1 error or usage, 2 done with a warning.

        """;

    private const string Devices = """
        Examples:
          wd devices                                 a table of devices, and of the engines of this machine
          wd devices --json                          one array of objects for programs

        """;

    private const string Top = """
        Examples:
          wd top                                     redraws in place until Ctrl-C
          wd top --sort bytes --interval 5
          wd top --once --json | jq .clients         one document for programs

        Root and the daemon's own user see everybody, all others their own clients. busy is how many workers a client keeps busy;
        p50 and p99 are the times of the steps that its requests were in. The daemon is that of --socket, WD_SOCKET, or
        /run/uacced/uacced.sock.

        """;

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
        other, and times are those of a call divided by its buffers. With --beside the row "embedded" tells how many times as
        fast the daemon is as the devices of this process.

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
        take turns in the same run. Percentiles come from a second pass.

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
          wd bench daemon clients                    one client and 16 of them, with the null device
          wd bench daemon clients --counts 1,4,16 --device zip --size 64K
          wd bench daemon clients --socket /run/uacced/uacced.sock --depth 16 --json

        Each client is a process with a connection and a queue of its own. Who waits arms its queue and sleeps on the event
        descriptor; nothing spins. The numbers take turns, so that whatever else the machine does meets all of them; clients
        that are not in a turn stay connected and sleep. The ratio is that of the last number to the first, the median over the
        turns, wanted at least 0.95.

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

        One request after the other, with sleeping waits, beside nobody, beside an honest neighbour, and beside a hostile one,
        in turns. The honest one does the same work, so many requests at a time. The hostile one sends as many descriptors at
        a time: random bytes, and right ones whose addresses do not exist or end in the middle; rings and announces for nothing
        200 times between, and now and then says that there is work beyond the end of its ring. The ratio is that of the 99th
        percentiles, hostile by honest, the median over the turns, wanted at most 2.

        """;

    private const string Root = """
        Examples:
          wd devices
          wd compress access.log
          wd decompress -t access.log.gz
          wd hash sha256 access.log
          wd encrypt -k key access.log
          wd bench zip --size 64K

        """;

    /// <summary>Examples and notes of a command.</summary>
    /// <param name="command">Its name, behind that of the command it belongs to; any unknown one is the root.</param>
    internal static string After(string command) => command switch
    {
        "compress" => Compress,
        "decompress" => Decompress,
        "hash" => Hash,
        "encrypt" => Encrypt,
        "decrypt" => Decrypt,
        "devices" => Devices,
        "top" => Top,
        "bench" => Bench,
        "bench zip" => BenchZip,
        "bench hash" => BenchHash,
        "bench cipher" => BenchCipher,
        "bench aead" => BenchAead,
        "bench rsa" => BenchRsa,
        "bench ec" => BenchCurves,
        "bench queue" => BenchQueue,
        "bench daemon" => BenchDaemon,
        "daemon clients" => BenchDaemonClients,
        "daemon idle" => BenchDaemonIdle,
        "daemon neighbour" => BenchDaemonNeighbour,
        _ => Root,
    };
}
