using System.Diagnostics;
using System.Runtime.InteropServices;
using WarpDrive.Engines.Deflate;

namespace WarpDrive.Engines.Tests.Deflate;

/// <summary>The offsets of the parts of ISA-L's structs that are used here, checked by the C compiler against the library's header.</summary>
public sealed class IsaLayoutTests
{
    private const string Header = "/usr/include/isa-l/igzip_lib.h";

    [Fact]
    public void The_structs_lie_as_the_header_says()
    {
        Assert.SkipUnless(File.Exists(Header), $"{Header} is not installed (Debian: libisal-dev)");
        Assert.SkipUnless(File.Exists("/usr/bin/gcc"), "gcc is not installed");

        string source = $"""
            #include <stddef.h>
            #include <isa-l/igzip_lib.h>
            #define AT(type, field, offset) _Static_assert(offsetof(struct type, field) == offset, #field)
            #define SAME(name, value) _Static_assert(name == value, #name)
            _Static_assert(sizeof(struct isal_zstream) <= {IsaStream.AllocationSize}, "zstream");
            _Static_assert(sizeof(struct inflate_state) <= {IsaInflateState.AllocationSize}, "inflate_state");
            {Stream("next_in", nameof(IsaStream.NextIn))}
            {Stream("avail_in", nameof(IsaStream.AvailableIn))}
            {Stream("total_in", nameof(IsaStream.TotalIn))}
            {Stream("next_out", nameof(IsaStream.NextOut))}
            {Stream("avail_out", nameof(IsaStream.AvailableOut))}
            {Stream("total_out", nameof(IsaStream.TotalOut))}
            {Stream("level", nameof(IsaStream.Level))}
            {Stream("level_buf_size", nameof(IsaStream.LevelBufferSize))}
            {Stream("level_buf", nameof(IsaStream.LevelBuffer))}
            {Stream("end_of_stream", nameof(IsaStream.EndOfStream))}
            {Stream("flush", nameof(IsaStream.Flush))}
            {Stream("hist_bits", nameof(IsaStream.HistoryBits))}
            {Stream("internal_state.state", nameof(IsaStream.State))}
            {Stream("internal_state.b_bytes_valid", nameof(IsaStream.BytesValid))}
            {Stream("internal_state.b_bytes_processed", nameof(IsaStream.BytesProcessed))}
            {Inflate("next_out", nameof(IsaInflateState.NextOut))}
            {Inflate("avail_out", nameof(IsaInflateState.AvailableOut))}
            {Inflate("total_out", nameof(IsaInflateState.TotalOut))}
            {Inflate("next_in", nameof(IsaInflateState.NextIn))}
            {Inflate("read_in", nameof(IsaInflateState.ReadIn))}
            {Inflate("avail_in", nameof(IsaInflateState.AvailableIn))}
            {Inflate("read_in_length", nameof(IsaInflateState.ReadInLength))}
            SAME(NO_FLUSH, {IsaLibrary.NoFlush}); SAME(SYNC_FLUSH, {IsaLibrary.SyncFlush});
            SAME(COMP_OK, {IsaLibrary.Ok}); SAME(ISAL_DECOMP_OK, {IsaLibrary.Ok}); SAME(STATELESS_OVERFLOW, {IsaLibrary.Overflow});
            SAME(ISAL_END_INPUT, {IsaLibrary.EndOfInput}); SAME(ISAL_OUT_OVERFLOW, {IsaLibrary.OutOverflow});
            SAME(ZSTATE_NEW_HDR, {IsaLibrary.StateNewHeader}); SAME(ZSTATE_END, {IsaLibrary.StateEnd});
            SAME(ISAL_DEF_MIN_LEVEL, {IsaLibrary.MinLevel}); SAME(ISAL_DEF_MAX_LEVEL, {IsaLibrary.MaxLevel});
            _Static_assert(ISAL_DEF_LVL1_MIN <= {IsaLibrary.LevelBufferSize(1)}, "level 1");
            _Static_assert(ISAL_DEF_LVL2_MIN <= {IsaLibrary.LevelBufferSize(2)}, "level 2");
            _Static_assert((ISAL_DEF_LVL3_MIN) <= {IsaLibrary.LevelBufferSize(3)}, "level 3");
            """;
        (int exit, string messages) = Compile(source);
        Assert.True(exit == 0, messages);

        (int broken, _) = Compile(source + "\nAT(isal_zstream, avail_in, 9);\n");
        Assert.NotEqual(0, broken);   // the assertions are seen
    }

    private static string Stream(string field, string name) =>
        $"AT(isal_zstream, {field}, {Marshal.OffsetOf<IsaStream>(name)});";

    private static string Inflate(string field, string name) =>
        $"AT(inflate_state, {field}, {Marshal.OffsetOf<IsaInflateState>(name)});";

    private static (int Exit, string Messages) Compile(string source)
    {
        using var gcc = Process.Start(new ProcessStartInfo("/usr/bin/gcc", ["-x", "c", "-std=c11", "-fsyntax-only", "-"])
        {
            RedirectStandardInput = true,
            RedirectStandardError = true,
        })!;
        gcc.StandardInput.Write(source);
        gcc.StandardInput.Close();
        string messages = gcc.StandardError.ReadToEnd();
        Assert.True(gcc.WaitForExit(TimeSpan.FromSeconds(60)), "gcc did not end");
        return (gcc.ExitCode, messages);
    }
}
