using System.Runtime.InteropServices;
using System.Text.Unicode;
using Runink.Data.Arrow.Flat;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>
/// Makes columns out of a record batch's metadata and body, without copying. Whatever leaves here is safe to read: buffers are
/// long enough, offsets rise and end inside, children have the lengths that their parents promise.
/// </summary>
internal ref struct BatchDecoder
{
    private readonly FlatVector _nodes;
    private readonly ArrowLimits _limits;
    private readonly Dictionaries _dictionaries;
    private BodyBuffers _buffers;
    private int _node;

    internal BatchDecoder(
        FlatTable batch, ReadOnlyMemory<byte> body, BatchMemory memory, Dictionaries dictionaries, ArrowLimits limits)
    {
        _nodes = batch.Vector(1, 16);
        _buffers = new BodyBuffers(batch, body, memory, limits);
        _dictionaries = dictionaries;
        _limits = limits;
        RowCount = Count(batch.Int64(0), "rows");
    }

    internal int RowCount { get; }

    internal ArrowColumn[] Columns(IReadOnlyList<ArrowField> fields)
    {
        var columns = Children(fields, RowCount, "the batch");
        if (_node != _nodes.Count || !_buffers.IsAtEnd)
            throw new ArrowFormatException("the batch holds more columns than its schema");
        return columns;
    }

    private ArrowColumn Column(ArrowField field)
    {
        if (_node == _nodes.Count) throw new ArrowFormatException($"the batch has no column \"{field.Name}\"");
        var length = Count(_nodes.Int64(_node, 0), $"values in the column \"{field.Name}\"");
        var nulls = Count(_nodes.Int64(_node, 8), $"NULLs in the column \"{field.Name}\"");
        _node++;
        if (field.Stored.Layout == ColumnLayout.Nothing) return new ArrowColumn(field, length);
        var validity = Validity(field, length, nulls);
        var nullCount = validity.IsEmpty ? 0 : length - BitSpan.Count(validity.Span, length);
        if (nullCount == 0) validity = default;
        var stored = field.Stored;
        var column = stored.Layout switch
        {
            ColumnLayout.Bits => new ArrowColumn(field, length)
            {
                NullCount = nullCount,
                Validity = validity,
                Data = Buffer(field, BitSpan.Bytes(length)),
            },
            ColumnLayout.Fixed => new ArrowColumn(field, length)
            {
                NullCount = nullCount,
                Validity = validity,
                Data = Buffer(field, (long)length * stored.Width),
                Dictionary = field.Dictionary is { } dictionary ? _dictionaries.Of(dictionary.Id, field) : null,
            },
            ColumnLayout.Bytes or ColumnLayout.LargeBytes => Bytes(field, length, nullCount, validity),
            ColumnLayout.List or ColumnLayout.LargeList => List(field, length, nullCount, validity),
            _ => new ArrowColumn(field, length)
            {
                NullCount = nullCount,
                Validity = validity,
                Children = Children(
                    field.Children, length * (field.Type is ArrowType.FixedList list ? (long)list.Size : 1), $"\"{field.Name}\""),
            },
        };
        if (column.Dictionary is { } values && !DictionaryPlaces.Hold(column, values.Length))
            throw new ArrowFormatException(
                $"the column \"{field.Name}\" points outside its dictionary of {values.Length} values");
        return column;
    }

    private ArrowColumn Bytes(ArrowField field, int length, int nullCount, ReadOnlyMemory<byte> validity)
    {
        var offsets = Offsets(field, length);
        var data = _buffers.Next(field.Name);
        RequireOffsets(field, offsets, data.Length);
        var column = new ArrowColumn(field, length)
        {
            NullCount = nullCount,
            Validity = validity,
            Offsets = offsets,
            Data = data,
        };
        if (_limits.CheckUtf8 && field.Type is ArrowType.Utf8) RequireUtf8(column);
        return column;
    }

    private ArrowColumn List(ArrowField field, int length, int nullCount, ReadOnlyMemory<byte> validity)
    {
        var offsets = Offsets(field, length);
        var child = Column(field.Children[0]);
        RequireOffsets(field, offsets, child.Length);
        return new ArrowColumn(field, length)
        {
            NullCount = nullCount,
            Validity = validity,
            Offsets = offsets,
            Children = [child],
        };
    }

    private ArrowColumn[] Children(IReadOnlyList<ArrowField> fields, long length, string parent)
    {
        var children = new ArrowColumn[fields.Count];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = Column(fields[i]);
            if (children[i].Length == length) continue;
            throw new ArrowFormatException(
                $"the column \"{fields[i].Name}\" holds {children[i].Length} values where {parent} needs {length}");
        }
        return children;
    }

    private ReadOnlyMemory<byte> Validity(ArrowField field, int length, int nulls)
    {
        var bits = _buffers.Next(field.Name);
        if (nulls == 0) return default;
        var needed = BitSpan.Bytes(length);
        return nulls <= length && bits.Length >= needed
            ? bits[..needed]
            : throw new ArrowFormatException(
                $"the column \"{field.Name}\" has {nulls} NULLs in {length} values, and {bits.Length} bytes to mark them");
    }

    private ReadOnlyMemory<byte> Buffer(ArrowField field, long needed)
    {
        var buffer = _buffers.Next(field.Name);
        return buffer.Length >= needed
            ? buffer[..(int)needed]
            : throw new ArrowFormatException($"the column \"{field.Name}\" has {buffer.Length} bytes of {needed}");
    }

    private ReadOnlyMemory<byte> Offsets(ArrowField field, int length)
    {
        var width = field.Type.Layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList ? 8 : 4;
        // Writers may leave the one offset of an empty column out.
        if (length > 0) return Buffer(field, (length + 1L) * width);
        var buffer = _buffers.Next(field.Name);
        return buffer.Length >= width ? buffer[..width] : new byte[width];
    }

    private static void RequireOffsets(ArrowField field, ReadOnlyMemory<byte> offsets, int end)
    {
        var holds = field.Type.Layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList
            ? OffsetCheck.Holds(MemoryMarshal.Cast<byte, long>(offsets.Span), end)
            : OffsetCheck.Holds(MemoryMarshal.Cast<byte, int>(offsets.Span), end);
        if (!holds) throw new ArrowFormatException($"the offsets of the column \"{field.Name}\" fall, or leave its {end} values");
    }

    private static void RequireUtf8(ArrowColumn column)
    {
        for (var row = 0; row < column.Length; row++)
        {
            if (!column.IsNull(row) && !Utf8.IsValid(column.Bytes(row)))
                throw new ArrowFormatException($"row {row} of the column \"{column.Field.Name}\" is not valid UTF-8");
        }
    }

    private static int Count(long count, string what) =>
        count is >= 0 and < int.MaxValue ? (int)count : throw new ArrowFormatException($"the batch claims {count} {what}");
}
