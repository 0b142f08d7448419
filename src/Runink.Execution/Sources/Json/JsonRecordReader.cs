using System.Text.Unicode;
using Runink.Execution.Sources.Blocks;
using Runink.Execution.Sources.Csv;
using Runink.Pipelines.Planning;

namespace Runink.Execution.Sources.Json;

/// <summary>
/// Delivers each json value of a file as text in one column, with numbers quoted whose digits would get lost. Says only whether it begins like an object; whether it is
/// valid json is the engine's to say.
/// </summary>
internal sealed unsafe class JsonRecordReader(
    RecordSource source, IReadOnlyList<SourceFile> files, JsonFraming framing, EncodingErrors encodingErrors, JsonShape shape, int maxRecordBytes)
    : RecordReader(source)
{
    private byte* _begin;
    private int _length;
    private int _position;
    private bool _inArray;
    private bool _checkUtf8;
    private long _offset;
    private long _line;
    private int _lineCounted;
    private long _number;

    private protected override void Attach(RecordBlock block)
    {
        _begin = block.Begin;
        _length = block.Length;
        _position = 0;
        _inArray = block.InArray;
        _checkUtf8 = !block.IsUtf8();
        _offset = block.Offset;
        _line = block.FirstLine;
        _lineCounted = 0;
        _number = block.FirstRecord;
    }

    private protected override int Next(BatchTarget target)
    {
        int row = 0;
        for (int column = 0; column < target.Columns.Length; column++) target.Fill(column, valid: true);
        while (row < BatchTarget.Capacity && TryMoveNext(out int start, out int end)) Deliver(target, row++, start, end);
        return row;
    }

    private bool TryMoveNext(out int start, out int end) =>
        framing == JsonFraming.Lines ? TryMoveToLine(out start, out end) : TryMoveToValue(out start, out end);

    private bool TryMoveToLine(out int start, out int end)
    {
        start = end = _position;
        while (_position < _length)
        {
            start = _position;
            int length = new ReadOnlySpan<byte>(_begin + start, _length - start).IndexOf((byte)'\n');
            end = start + length;
            _position = end + 1;
            if (end > start && _begin[end - 1] == '\r') end--;
            if (SkipSpace(start, end) < end) return true;
        }

        return false;
    }

    private bool TryMoveToValue(out int start, out int end)
    {
        var values = new JsonValues(_begin + _position, _length - _position, _inArray);
        bool found = values.MoveNext(atEnd: true);
        start = _position + values.Start;
        end = _position + values.End;
        _position = end;
        _inArray = values.InArray;
        return found;
    }

    private void Deliver(BatchTarget target, int row, int start, int end)
    {
        _line += new ReadOnlySpan<byte>(_begin + _lineCounted, start - _lineCounted).Count((byte)'\n');
        _lineCounted = start;
        int length = end - start;
        if (length > maxRecordBytes) throw ReadErrors.TooLong(files[File], _number, _line, maxRecordBytes);
        var text = new ReadOnlySpan<byte>(_begin + start, length);
        var problems = _begin[SkipSpace(start, end)] == '{' ? RecordProblems.None : RecordProblems.NotAnObject;
        if (_checkUtf8 && !Utf8.IsValid(text))
        {
            text = FieldText.Repair(text, Scratch);
            if (encodingErrors == EncodingErrors.Fail) problems |= RecordProblems.InvalidUtf8;
        }

        if (LongNumbers.MayBeIn(text)) text = LongNumbers.Quote(text, shape, Scratch);
        foreach (var column in target.Columns) StringCell.Write(column.Cells + row, text);
        target.Describe(row, _number++, _line, _offset + start, length, problems);
    }

    private int SkipSpace(int start, int end)
    {
        while (start < end && JsonText.IsSpace(_begin[start])) start++;
        return start;
    }
}
