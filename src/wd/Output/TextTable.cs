using System.Text;
using Spectre.Console;

namespace WarpDrive.Tool.Output;

/// <summary>A table: drawn on a terminal, plain columns in a file or a pipe.</summary>
internal sealed class TextTable
{
    private const int Gap = 2;

    private readonly string[] _headers;
    private readonly List<string[]> _rows = [];

    /// <summary>Makes an empty table.</summary>
    /// <param name="headers">Titles of the columns.</param>
    internal TextTable(params string[] headers) => _headers = headers;

    /// <summary>Adds a row.</summary>
    /// <param name="cells">One text for each column.</param>
    internal void Add(params string[] cells) => _rows.Add(cells);

    /// <summary>Writes the table to the standard output.</summary>
    internal void Write()
    {
        if (Console.IsOutputRedirected)
        {
            Console.Out.Write(ToString());
            return;
        }

        var table = new Table { Border = TableBorder.Simple };
        for (int i = 0; i < _headers.Length; i++)
        {
            // Lists may wrap where the terminal is narrow; names must stay in one piece.
            bool wraps = _rows.Any(row => row[i].Contains(' ', StringComparison.Ordinal));
            table.AddColumn(new TableColumn(new Text(_headers[i], new Style(decoration: Decoration.Bold))) { NoWrap = !wraps, Padding = new Padding(0, 0, 1, 0) });
        }

        foreach (string[] row in _rows)
        {
            table.AddRow([.. row.Select(cell => new Text(cell))]);
        }

        AnsiConsole.Write(table);
    }

    /// <summary>Plain columns, padded with spaces.</summary>
    public override string ToString()
    {
        int[] widths = [.. _headers.Select((header, i) => _rows.Select(row => row[i].Length).Append(header.Length).Max() + Gap)];
        var text = new StringBuilder();
        foreach (string[] row in _rows.Prepend(_headers))
        {
            var line = new StringBuilder();
            for (int i = 0; i < row.Length; i++)
            {
                line.Append(row[i].PadRight(widths[i]));
            }

            text.Append(line.ToString().TrimEnd()).Append('\n');
        }

        return text.ToString();
    }
}
