namespace WarpDrive.Tool.CommandLine;

/// <summary>What the help of each command ends with.</summary>
internal static partial class HelpText
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
