using System.Numerics;
using System.Runtime.CompilerServices;
using Runink.Execution.Sources.Blocks;

namespace Runink.Execution.Sources.Csv;

/// <summary>
/// Follows quotes through the bytes of a csv file, 64 at a time. A quote opens a quoted field only as its first byte; inside,
/// a doubled quote is text and a single one closes; any other quote is text. The bytes must begin at a record boundary.
/// </summary>
internal unsafe struct QuoteState
{
    private bool _closedByLast;

    /// <summary>Whether the bytes so far end inside a quoted field.</summary>
    public bool Inside { get; private set; }

    /// <summary>The bytes inside quoted fields, opening quotes included, closing ones not: separators there are text.</summary>
    /// <param name="chunk">The 64 bytes; the byte before them is looked at too.</param>
    /// <param name="quotes">Which of them are quotes.</param>
    /// <param name="separators">Which of them are delimiters or line feeds.</param>
    /// <param name="delimiter">The delimiter.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public ulong Next(byte* chunk, ulong quotes, ulong separators, byte delimiter)
    {
        byte before = chunk[-1];
        ulong fieldStarts = (separators << 1) | (before == '\n' || before == delimiter ? 1UL : 0);
        // The flag may be stale when chunks without quotes were skipped: then the byte before is no quote.
        ulong reopens = _closedByLast && before == '"' ? 1UL : 0;

        // In well-formed text quotes simply alternate. They do if each opening one begins a field or follows a closing one.
        ulong inside = ByteMask.PrefixXor(quotes) ^ (Inside ? ulong.MaxValue : 0);
        ulong closing = quotes & ~inside;
        ulong expected = fieldStarts | (closing << 1) | reopens;
        if ((quotes & inside & ~expected) != 0) return NextByQuote(quotes, fieldStarts, reopens != 0);
        Inside = inside >> 63 != 0;
        _closedByLast = closing >> 63 != 0;
        return inside;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private ulong NextByQuote(ulong quotes, ulong fieldStarts, bool reopens)
    {
        ulong inside = 0;
        int opened = 0;
        int closed = reopens ? -1 : -2;
        for (; quotes != 0; quotes &= quotes - 1)
        {
            int at = BitOperations.TrailingZeroCount(quotes);
            if (Inside)
            {
                inside |= Below(at) & ~Below(opened);
                Inside = false;
                closed = at;
            }
            else if (closed == at - 1 || (fieldStarts >> at & 1) != 0)
            {
                Inside = true;
                opened = at;
            }
        }

        if (Inside) inside |= ~Below(opened);
        _closedByLast = closed == ByteMask.Width - 1;
        return inside;
    }

    private static ulong Below(int bit) => (1UL << bit) - 1;
}
