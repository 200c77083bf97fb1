using System.Globalization;
using System.Text;

namespace WarpDrive.Tool.Tests.Output;

/// <summary>What a terminal shows after what was written to it: text, line ends, and the sequences that move the cursor or clear.</summary>
internal sealed class TerminalScreen(int rows, int columns)
{
    private readonly List<string> _gone = [];
    private readonly char[][] _cells = [.. Enumerable.Range(0, rows).Select(_ => Blank(columns))];
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly StringBuilder _sequence = new();
    private int _row;
    private int _column;

    /// <summary>All lines, also those that have left at the top.</summary>
    internal IEnumerable<string> Lines => _gone.Concat(_cells.Select(line => new string(line).TrimEnd()));

    /// <summary>Whether the cursor is to be seen.</summary>
    internal bool HasCursor { get; private set; } = true;

    /// <summary>Takes what was written.</summary>
    internal void Write(ReadOnlySpan<byte> bytes)
    {
        char[] text = new char[bytes.Length + 2];
        foreach (char c in text.AsSpan(0, _decoder.GetChars(bytes, text, flush: false)))
        {
            Write(c);
        }
    }

    public override string ToString() => string.Join('\n', Lines);

    private void Write(char c)
    {
        if (_sequence.Length > 0 || c == '\u001b')
        {
            _sequence.Append(c);
            bool isControl = _sequence.Length > 1 && _sequence[1] == '[';
            if (isControl ? _sequence.Length > 2 && c is >= '@' and <= '~' : _sequence.Length == 2)
            {
                if (isControl)
                {
                    Obey(_sequence.ToString(2, _sequence.Length - 3), c);
                }

                _sequence.Clear();
            }

            return;
        }

        switch (c)
        {
            case '\r':
                _column = 0;
                break;
            case '\n':
                LineFeed();
                break;
            default:
                if (_column == columns)   // the line was full: only now does the next one begin
                {
                    _column = 0;
                    LineFeed();
                }

                _cells[_row][_column++] = c;
                break;
        }
    }

    private void Obey(string parameters, char command)
    {
        int count = int.TryParse(parameters, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : 0;
        switch (command)
        {
            case 'A':
                _row = Math.Max(_row - Math.Max(count, 1), 0);
                break;
            case 'B':
                _row = Math.Min(_row + Math.Max(count, 1), rows - 1);
                break;
            case 'C':
                _column = Math.Min(_column + Math.Max(count, 1), columns - 1);
                break;
            case 'D':
                _column = Math.Max(_column - Math.Max(count, 1), 0);
                break;
            case 'G':
                _column = Math.Max(count, 1) - 1;
                break;
            case 'H' when parameters.Length == 0 || parameters == "1;1":
                (_row, _column) = (0, 0);
                break;
            case 'J' when count is 0 or 2:
                Clear(count == 2 ? 0 : (_row * columns) + _column, rows * columns);
                break;
            case 'K':
                Clear((_row * columns) + (count == 0 ? _column : 0), (_row * columns) + (count == 1 ? _column + 1 : columns));
                break;
            case 'h' or 'l':
                HasCursor = parameters == "?25" ? command == 'h' : HasCursor;
                break;
            case 'm':
                break;   // colours
            default:
                Assert.Fail($"the model of a terminal does not know CSI {parameters}{command}");
                break;
        }
    }

    private void Clear(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            _cells[i / columns][i % columns] = ' ';
        }
    }

    private void LineFeed()
    {
        if (_row < rows - 1)
        {
            _row++;
            return;
        }

        _gone.Add(new string(_cells[0]).TrimEnd());
        _cells.AsSpan(1).CopyTo(_cells);
        _cells[^1] = Blank(columns);
    }

    private static char[] Blank(int columns) => [.. Enumerable.Repeat(' ', columns)];
}
