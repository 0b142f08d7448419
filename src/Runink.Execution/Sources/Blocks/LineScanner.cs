using System.Numerics;
using System.Runtime.CompilerServices;
using Runink.Execution.Sources.Csv;

namespace Runink.Execution.Sources.Blocks;

/// <summary>Records that end with a line feed: csv, where quotes may hold line feeds, and jsonl, where nothing does.</summary>
/// <param name="csv">The dialect of csv, or null for jsonl.</param>
internal sealed unsafe class LineScanner(CsvDialect? csv) : IRecordScanner
{
    private readonly bool _quoted = csv is not null;
    private readonly byte _delimiter = csv?.Delimiter ?? 0;

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public BlockCut Scan(byte* data, int length, bool atEnd, bool inArray)
    {
        var quotes = default(QuoteState);
        int records = 0, boundary = 0;
        ulong blank = 1; // bit 0: nothing but blanks since the last line end
        for (int at = 0; at < length; at += ByteMask.Width)
        {
            byte* chunk = data + at;
            ulong newlines = ByteMask.Equal(chunk, (byte)'\n');
            ulong blanks = ByteMask.Equal(chunk, (byte)'\r');
            ulong ends = newlines;
            if (_quoted)
            {
                ulong marks = ByteMask.Equal(chunk, (byte)'"');
                if (marks != 0 || quotes.Inside)
                    ends &= ~quotes.Next(chunk, marks, newlines | ByteMask.Equal(chunk, _delimiter), _delimiter);
            }
            else
            {
                blanks |= ByteMask.Equal(chunk, (byte)' ') | ByteMask.Equal(chunk, (byte)'\t');
            }

            records += BitOperations.PopCount(ends) - BlankLines(ends, blanks, ref blank);
            if (ends != 0) boundary = at + ByteMask.Width - BitOperations.LeadingZeroCount(ends);
        }

        return new BlockCut(boundary, records);
    }

    public BrokenRecord? Explain(ReadOnlySpan<byte> data, bool inArray)
    {
        int opened = 0;
        bool inside = false, fieldStart = true;
        if (!_quoted) return null;
        for (int at = 0; at < data.Length; at++)
        {
            bool quote = data[at] == '"';
            if (inside && quote)
            {
                if (at + 1 < data.Length && data[at + 1] == '"') at++;
                else inside = false;
            }
            else if (!inside)
            {
                inside = quote && fieldStart;
                if (inside) opened = at;
                fieldStart = data[at] == _delimiter || data[at] == '\n';
            }
        }

        return inside ? new BrokenRecord(ReadErrors.UnterminatedQuote, opened, "unterminated quote opened") : null;
    }

    /// <summary>Counts lines of nothing but blanks: a carry added at a line's start runs through its blanks to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int BlankLines(ulong ends, ulong blanks, ref ulong blank)
    {
        ulong starts = (ends << 1) | blank;
        blank = ends >> 63;
        if ((starts & (ends | blanks)) == 0) return 0;
        ulong run = (starts & blanks) + blanks;
        if (run < blanks) blank = 1;
        return BitOperations.PopCount(((run & ~blanks) | starts) & ends);
    }
}
