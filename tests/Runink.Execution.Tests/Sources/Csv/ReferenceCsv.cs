using System.Text;
using Runink.Execution.Sources;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Tests.Sources.Csv;

/// <summary>Csv read the slow, obvious way, one byte after the other: what the real reader is compared with.</summary>
internal sealed class ReferenceCsv(byte[] content, char delimiter, CsvLayout layout, EncodingErrors encodingErrors)
{
    private enum State
    {
        FieldStart,
        Unquoted,
        Quoted,
        AfterQuote,
    }

    private readonly List<byte> _value = [];
    private readonly List<string?> _fields = [];
    private RecordProblems _problems;

    public List<ReadRecord> Records { get; } = [];

    /// <summary>Line on which a quote was opened that nothing closes, or null.</summary>
    public int? UnterminatedLine { get; private set; }

    public ReferenceCsv Read()
    {
        int at = content.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        for (int line = 1; at < content.Length && UnterminatedLine is null;)
        {
            int start = at;
            int end = FindEnd(start, line);
            if (UnterminatedLine is null) Add(start, end, line);
            line += content[start..Math.Min(end + 1, content.Length)].Count(value => value == '\n');
            at = end + 1;
        }

        return this;
    }

    /// <summary>The line feed that ends the record, or the end of the file.</summary>
    private int FindEnd(int start, int line)
    {
        var state = State.FieldStart;
        int opened = 0;
        for (int at = start; at < content.Length; at++)
        {
            if (content[at] == '\n' && state != State.Quoted) return at;
            var next = Next(state, content[at]);
            if (state == State.FieldStart && next == State.Quoted) opened = at;
            state = next;
        }

        if (state == State.Quoted) UnterminatedLine = line + content[start..opened].Count(value => value == '\n');
        return content.Length;
    }

    private State Next(State state, byte value) => state switch
    {
        State.Quoted => value == '"' ? State.AfterQuote : State.Quoted,
        State.AfterQuote when value == '"' => State.Quoted,
        _ when value == delimiter => State.FieldStart,
        State.FieldStart when value == '"' => State.Quoted,
        _ => State.Unquoted,
    };

    private void Add(int start, int end, int line)
    {
        var record = content[start..end];
        if (Array.TrueForAll(record, value => value == '\r')) return;
        if (record[^1] == '\r') record = record[..^1];
        _fields.Clear();
        _problems = RecordProblems.None;
        int fieldStart = 0;
        var state = State.FieldStart;
        for (int at = 0; at < record.Length; at++)
        {
            if (state != State.Quoted && record[at] == delimiter)
            {
                AddField(record[fieldStart..at]);
                fieldStart = at + 1;
            }

            state = Next(state, record[at]);
        }

        AddField(record[fieldStart..]);
        if (_fields.Count < layout.FieldCount) _problems |= RecordProblems.TooFewFields;
        if (_fields.Count > layout.FieldCount) _problems |= RecordProblems.TooManyFields;
        var wanted = layout.Fields.Select(field => field >= 0 && field < _fields.Count ? _fields[field] : null).ToList();
        Records.Add(new ReadRecord(0, Records.Count + 1, line, start, record.Length, _problems, wanted));
    }

    private void AddField(byte[] field)
    {
        _value.Clear();
        var state = State.FieldStart;
        bool stray = false;
        foreach (byte value in field)
        {
            var next = Next(state, value);
            bool opens = state == State.FieldStart && next == State.Quoted;
            bool closes = next == State.AfterQuote;
            if (state == State.AfterQuote && next == State.Unquoted) stray = true;
            if (!opens && !closes) _value.Add(value);
            state = next;
        }

        if (stray) _problems |= RecordProblems.TextAfterQuote;
        if (!IsUtf8(field) && encodingErrors == EncodingErrors.Fail) _problems |= RecordProblems.InvalidUtf8;
        _fields.Add(field.Length == 0 ? null : Encoding.UTF8.GetString([.. _value]));
    }

    private static bool IsUtf8(byte[] bytes)
    {
        try
        {
            _ = new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes);
            return true;
        }
        catch (DecoderFallbackException)
        {
            return false;
        }
    }
}
