using WarpDrive.Daemon.Load.Processes;

namespace WarpDrive.Daemon.Load;

/// <summary>The second client of the wire protocol, as source.</summary>
public sealed class ClientSourceTests
{
    [Fact]
    public void Every_C_program_compiles_without_a_warning()
    {
        string program = ClientPrograms.Find("uacced-client");
        Assert.True(File.Exists(program));
    }

    [Fact]
    public void The_client_in_C_has_fewer_than_400_lines()
    {
        string[] parts = ["uacced.h", "uacced-zip.h", "uacced-client.c"];
        int lines = parts.Sum(part => File.ReadLines(Path.Combine(ClientPrograms.Sources, part)).Count());
        Assert.InRange(lines, 1, 399);
    }
}
