using System.Diagnostics;
using System.Globalization;
using Microsoft.Win32.SafeHandles;

namespace WarpDrive.Testing;

/// <summary>Another process that does to its own memory what a test tells it (tests/clients/memory-client.c).</summary>
internal sealed class MemoryClient : IDisposable
{
    internal const int None = 0;
    internal const int Read = 1;
    internal const int Write = 2;
    internal const int ReadWrite = 3;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly Process _process;

    internal MemoryClient()
    {
        _process = Process.Start(new ProcessStartInfo(CHelper.Build("memory-client.c"))
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
    }

    internal int Pid => _process.Id;

    /// <summary>Opens its memory, as it would itself.</summary>
    internal SafeFileHandle OpenMemory() => Open("mem", FileAccess.ReadWrite);

    /// <summary>Opens its list of mappings.</summary>
    internal SafeFileHandle OpenMaps() => Open("maps", FileAccess.Read);

    /// <summary>Sends a command and takes the answer.</summary>
    internal string Ask(string command)
    {
        _process.StandardInput.WriteLine(command);
        _process.StandardInput.Flush();
        Task<string?> line = _process.StandardOutput.ReadLineAsync();
        Assert.True(line.Wait(s_patience), $"no answer to: {command}");
        return line.Result ?? throw new IOException($"the client ended at: {command}");
    }

    /// <summary>Sends a command that must succeed.</summary>
    internal void Do(string command) => Assert.Equal("ok", Ask(command));

    /// <summary>Sends a command that is answered with a number.</summary>
    internal ulong Number(string command) => ulong.Parse(Ask(command), NumberStyles.HexNumber, CultureInfo.InvariantCulture);

    /// <summary>Maps zeroed memory; at an address or, with 0, anywhere.</summary>
    internal ulong Map(int length, int protection = ReadWrite, ulong address = 0) => Number($"map {address:x} {length:x} {protection:x}");

    internal void Protect(ulong address, int length, int protection) => Do($"protect {address:x} {length:x} {protection:x}");

    internal void Unmap(ulong address, int length) => Do($"unmap {address:x} {length:x}");

    /// <summary>Fills memory with <see cref="Pattern"/>.</summary>
    internal void Fill(ulong address, int length, uint seed) => Do($"pattern {address:x} {length:x} {seed:x}");

    /// <summary>What its memory holds, as it sees it.</summary>
    internal byte[] Peek(ulong address, int length) => Convert.FromHexString(Ask($"read {address:x} {length:x}"));

    internal void Poke(ulong address, ReadOnlySpan<byte> bytes) => Do($"write {address:x} {Convert.ToHexStringLower(bytes)}");

    /// <summary>The bytes that a seed stands for.</summary>
    internal static byte[] Pattern(int length, uint seed)
    {
        var bytes = new byte[length];
        ulong state = seed;
        for (int i = 0; i < length; i++)
        {
            state = (state * 6364136223846793005) + 1442695040888963407;
            bytes[i] = (byte)(state >> 56);
        }

        return bytes;
    }

    /// <summary>Ends it, as kill -9 does.</summary>
    internal void Kill()
    {
        _process.Kill();
        Assert.True(_process.WaitForExit(s_patience), "the client does not end");
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    private SafeFileHandle Open(string name, FileAccess access) =>
        File.OpenHandle(string.Create(CultureInfo.InvariantCulture, $"/proc/{Pid}/{name}"), FileMode.Open, access, FileShare.ReadWrite);
}
