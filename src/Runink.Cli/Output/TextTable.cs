using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Output;

/// <summary>A plain table: a row of titles, columns aligned by spaces, nothing drawn, so that it can be piped and cut.</summary>
/// <param name="titles">Column titles; one that starts with <c>&gt;</c> aligns its column to the right.</param>
internal sealed class TextTable(params string[] titles)
{
    private const string Gap = "  ";

    private readonly bool[] _right = [.. titles.Select(title => title.StartsWith('>'))];
    private readonly List<string[]> _rows = [[.. titles.Select(title => title.TrimStart('>'))]];

    /// <summary>
    /// Adds a row with one cell for every title. Cells may hold anything: what would command the terminal or break the row is
    /// taken out.
    /// </summary>
    public void Add(params string[] cells) => _rows.Add([.. cells.Select(cell => TerminalText.Clean(cell).Replace('\n', ' '))]);

    /// <summary>Writes titles and rows.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="paint">Colours for the titles.</param>
    /// <param name="indent">Spaces before each line.</param>
    public void Write(TextWriter writer, Paint paint, int indent = 0)
    {
        var widths = _right.Select((_, column) => _rows.Max(row => TerminalText.Width(row[column]))).ToArray();
        for (var i = 0; i < _rows.Count; i++)
        {
            var line = string.Join(Gap, _rows[i].Select((cell, column) => Pad(cell, widths[column], _right[column]))).TrimEnd();
            writer.Write(new string(' ', indent));
            writer.WriteLine(i == 0 ? paint.Bold(line) : line);
        }
    }

    private static string Pad(string cell, int width, bool right)
    {
        var space = new string(' ', width - TerminalText.Width(cell));
        return right ? space + cell : cell + space;
    }
}
