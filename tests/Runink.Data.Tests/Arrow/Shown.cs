using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Text;
using Runink.Data.Arrow;
using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Tests.Arrow;

/// <summary>Writes values of columns as text, in one way for all that is compared.</summary>
internal static class Shown
{
    internal static string[] Column(ArrowColumn column) => [.. Enumerable.Range(0, column.Length).Select(row => Value(column, row))];

    /// <summary>A batch as text: one line for each column.</summary>
    internal static string[] Batch(RecordBatch batch) =>
        [.. batch.Columns.Select(column => $"{column.Field.Name}: {string.Join(" | ", Column(column))}")];

    internal static string Schema(ArrowSchema schema) =>
        $"{string.Join("; ", schema.Fields.Select(Field))} {Notes(schema.Metadata)}";

    internal static string Field(ArrowField field) =>
        $"{field.Name} {field.Type} {field.IsNullable} {field.Dictionary} {Notes(field.Metadata)} ({string.Join(", ", field.Children.Select(Field))})";

    internal static string Value(ArrowColumn column, int row)
    {
        if (column.IsNull(row)) return "null";
        if (column.Dictionary is { } values) return Value(values, Place(column, row));
        return column.Field.Type switch
        {
            ArrowType.Bool => column.Bit(row) ? "true" : "false",
            ArrowType.Float { Bits: 16 } => Real((double)MemoryMarshal.Read<Half>(column.Bytes(row))),
            ArrowType.Float { Bits: 32 } => Real(MemoryMarshal.Read<float>(column.Bytes(row))),
            ArrowType.Float => Real(MemoryMarshal.Read<double>(column.Bytes(row))),
            ArrowType.Int whole => new BigInteger(column.Bytes(row), isUnsigned: !whole.IsSigned).ToString(CultureInfo.InvariantCulture),
            ArrowType.Utf8 => Text(Encoding.UTF8.GetString(column.Bytes(row))),
            ArrowType.Binary or ArrowType.FixedBinary => Convert.ToHexString(column.Bytes(row)),
            ArrowType.Interval { Unit: IntervalUnit.DayTime } => Parts(column.Bytes(row), 4, 4),
            ArrowType.Interval { Unit: IntervalUnit.MonthDayNano } => Parts(column.Bytes(row), 4, 4, 8),
            ArrowType.Struct => "{" + string.Join(", ", column.Children.Select(child => Value(child, row))) + "}",
            ArrowType.FixedList list => Items(column.Children[0], row * list.Size, (row + 1) * list.Size),
            ArrowType.List or ArrowType.Map => Items(column.Children[0], column.Offset(row), column.Offset(row + 1)),
            _ => new BigInteger(column.Bytes(row)).ToString(CultureInfo.InvariantCulture),
        };
    }

    /// <summary>Where in its dictionary a value stands.</summary>
    internal static int Place(ArrowColumn column, int row)
    {
        Span<int> place = stackalloc int[1];
        DictionaryPlaces.Copy(column, row, place);
        return place[0];
    }

    internal static string Text(string text) => $"\"{text}\"";

    internal static string Real(double value) => value.ToString("R", CultureInfo.InvariantCulture);

    private static string Notes(IReadOnlyList<KeyValuePair<string, string>> notes) =>
        string.Join(",", notes.Select(note => $"{note.Key}={note.Value}"));

    private static string Items(ArrowColumn column, int start, int end) =>
        "[" + string.Join(", ", Enumerable.Range(start, end - start).Select(row => Value(column, row))) + "]";

    private static string Parts(ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> widths)
    {
        var parts = new List<string>();
        var at = 0;
        foreach (var width in widths)
        {
            parts.Add(new BigInteger(bytes.Slice(at, width)).ToString(CultureInfo.InvariantCulture));
            at += width;
        }
        return string.Join("/", parts);
    }
}
