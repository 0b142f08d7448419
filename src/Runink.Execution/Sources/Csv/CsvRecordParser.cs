using System.Numerics;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using Runink.Execution.Sources.Blocks;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Sources.Csv;

/// <summary>
/// Splits the records of a block into fields, 64 bytes at a time, and writes the wanted ones into the caller's vectors.
/// Every record of the block comes out once and in order, whatever is wrong with it. One thread.
/// </summary>
internal sealed unsafe class CsvRecordParser(
    CsvDialect dialect, EncodingErrors encodingErrors, int maxRecordBytes, ScratchArena scratch)
{
    private readonly byte _delimiter = dialect.Delimiter;
    private SourceFile _file = null!;
    private CsvLayout _layout = null!;
    private FieldSlot[] _slots = [];
    private byte* _begin;
    private byte* _next;
    private byte* _end;
    private bool _checkUtf8;
    private long _offset;
    private long _line;
    private long _number;
    private BatchTarget _target = null!;
    private RecordProblems _problems;

    /// <summary>Fields of the record parsed last.</summary>
    public int FieldCount { get; private set; }

    /// <summary>Offset of the first byte not parsed yet; one past the file's end if its last line end is missing.</summary>
    public long Offset => _offset + (_next - _begin);

    /// <summary>Physical line of that byte.</summary>
    public long Line => _line;

    /// <summary>Begins a block.</summary>
    public void Attach(RecordBlock block, SourceFile file, CsvLayout layout)
    {
        _file = file;
        _layout = layout;
        if (_slots.Length <= layout.FieldCount) _slots = GC.AllocateArray<FieldSlot>(layout.FieldCount + 1, pinned: true);
        _begin = _next = block.Begin;
        _end = block.End;
        _checkUtf8 = !block.IsUtf8();
        _offset = block.Offset;
        _line = block.FirstLine;
        _number = block.FirstRecord;
    }

    /// <summary>Writes the next records of the block, at most <paramref name="most"/>; returns how many, 0 at its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public int Parse(BatchTarget target, int most)
    {
        if (_next == _end) return 0;
        Aim(target);
        var slots = (FieldSlot*)Unsafe.AsPointer(ref _slots[0]);
        var quotes = default(QuoteState);
        byte* record = _next, start = _next;
        int field = 0, row = 0, surplus = _layout.FieldCount;
        bool multiline = false;
        for (byte* chunk = record; ; chunk += ByteMask.Width)
        {
            ulong newlines = ByteMask.Equal(chunk, (byte)'\n');
            ulong separators = newlines | ByteMask.Equal(chunk, _delimiter);
            ulong marks = ByteMask.Equal(chunk, (byte)'"');
            ulong textLines = 0;
            if (marks != 0 || quotes.Inside)
            {
                ulong inside = quotes.Next(chunk, marks, separators, _delimiter);
                separators &= ~inside;
                textLines = newlines & inside;
                multiline |= textLines != 0;
            }

            for (; separators != 0; separators &= separators - 1)
            {
                byte* at = chunk + BitOperations.TrailingZeroCount(separators);
                if (*at != '\n')
                {
                    Deliver(slots + Math.Min(field, surplus), row, start, at);
                    field++;
                    start = at + 1;
                    continue;
                }

                row += EndRecord(slots, field, row, record, start, at, multiline);
                record = start = at + 1;
                field = 0;
                multiline = textLines != 0;
                if (row < most && record != _end) continue;
                _next = record;
                return row;
            }
        }
    }

    /// <summary>Points the slots of the wanted fields at the caller's vectors; the slot behind the last takes nothing.</summary>
    private void Aim(BatchTarget target)
    {
        _target = target;
        scratch.Reset();
        Array.Clear(_slots);
        for (int column = 0; column < _layout.Fields.Count; column++)
        {
            int field = _layout.Fields[column];
            target.Fill(column, valid: field != CsvLayout.Missing);
            if (field == CsvLayout.Missing) continue;
            var vector = target.Columns[column];
            _slots[field] = new FieldSlot { Cells = vector.Cells, Validity = vector.Validity };
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Deliver(FieldSlot* slot, int row, byte* start, byte* end)
    {
        if (_checkUtf8 || *start == '"') DeliverWithCare(slot, row, start, end);
        else if (start == end) slot->SetNull(row);
        else if (slot->Cells != null) StringCell.Write(slot->Cells + row, start, (int)(end - start));
    }

    /// <summary>Fields that are quoted or may not be UTF-8: looked at even if nobody wants them, for their problems.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void DeliverWithCare(FieldSlot* slot, int row, byte* start, byte* end)
    {
        var text = new ReadOnlySpan<byte>(start, (int)(end - start));
        bool utf8 = !_checkUtf8 || Utf8.IsValid(text);
        bool quoted = *start == '"';
        if (quoted)
        {
            text = FieldText.Unquote(text, scratch, out bool strayText);
            if (strayText) _problems |= RecordProblems.TextAfterQuote;
        }

        if (!utf8 && encodingErrors == EncodingErrors.Fail) _problems |= RecordProblems.InvalidUtf8;
        if (slot->Cells == null) return;
        if (text.IsEmpty && !quoted) slot->SetNull(row);
        else StringCell.Write(slot->Cells + row, utf8 ? text : FieldText.Repair(text, scratch));
    }

    /// <summary>Completes a record at its line feed; returns 1, or 0 for a blank line, which is no record.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private int EndRecord(FieldSlot* slots, int field, int row, byte* record, byte* start, byte* at, bool multiline)
    {
        byte* end = at > record && at[-1] == '\r' ? at - 1 : at;
        int lines = 1 + (multiline ? new ReadOnlySpan<byte>(record, (int)(at - record)).Count((byte)'\n') : 0);
        if (field == 0 && IsBlank(record, end))
        {
            _line += lines;
            return 0;
        }

        long length = end - record;
        if (length > maxRecordBytes) throw ReadErrors.TooLong(_file, _number, _line, maxRecordBytes);
        int expected = _layout.FieldCount;
        Deliver(slots + Math.Min(field, expected), row, start, end);
        FieldCount = field + 1;
        if (FieldCount > expected) _problems |= RecordProblems.TooManyFields;
        if (FieldCount < expected) _problems |= RecordProblems.TooFewFields;
        for (int missing = FieldCount; missing < expected; missing++) slots[missing].SetNull(row);
        _target.Describe(row, _number, _line, _offset + (record - _begin), length, _problems);
        _problems = RecordProblems.None;
        _line += lines;
        _number++;
        return 1;
    }

    private static bool IsBlank(byte* start, byte* end)
    {
        while (start < end && *start == '\r') start++;
        return start == end;
    }
}
