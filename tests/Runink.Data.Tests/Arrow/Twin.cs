using System.Globalization;
using System.IO.Compression;
using System.Text.Json;
using Runink.Data.Arrow;

namespace Runink.Data.Tests.Arrow;

/// <summary>The JSON that stands beside each official file, and says what values are in it.</summary>
internal sealed class Twin : IDisposable
{
    private readonly JsonDocument _document;

    internal Twin(string path)
    {
        using var file = new GZipStream(File.OpenRead(path), CompressionMode.Decompress);
        _document = JsonDocument.Parse(file);
    }

    internal int BatchCount => _document.RootElement.GetProperty("batches").GetArrayLength();

    internal IEnumerable<string> FieldNames =>
        _document.RootElement.GetProperty("schema").GetProperty("fields").EnumerateArray().Select(json => json.GetProperty("name").GetString()!);

    internal int Rows(int batch) => _document.RootElement.GetProperty("batches")[batch].GetProperty("count").GetInt32();

    internal string[] Column(int batch, int column, ArrowField field)
    {
        var root = _document.RootElement;
        var json = root.GetProperty("batches")[batch].GetProperty("columns")[column];
        var about = root.GetProperty("schema").GetProperty("fields")[column];
        return [.. Enumerable.Range(0, json.GetProperty("count").GetInt32()).Select(row => Value(json, about, field, row))];
    }

    public void Dispose() => _document.Dispose();

    /// <summary>A value; what is said about the column is needed for the dictionary's id, which the files may number anew.</summary>
    private string Value(JsonElement column, JsonElement about, ArrowField field, int row)
    {
        if (field.Type is ArrowType.Null && field.Dictionary is null) return "null";
        if (column.GetProperty("VALIDITY")[row].GetInt32() == 0) return "null";
        if (field.Dictionary is not null)
        {
            var id = about.GetProperty("dictionary").GetProperty("id").GetInt64();
            var values = _document.RootElement.GetProperty("dictionaries").EnumerateArray()
                .Single(known => known.GetProperty("id").GetInt64() == id).GetProperty("data").GetProperty("columns")[0];
            return Value(values, about, field with { Dictionary = null }, Whole(column.GetProperty("DATA")[row]));
        }
        switch (field.Type)
        {
            case ArrowType.Struct:
                return "{" + string.Join(", ", field.Children.Select((child, i) => Child(column, about, field, i, row))) + "}";
            case ArrowType.FixedList list:
                return Items(column, about, field, row * list.Size, (row + 1) * list.Size);
            case ArrowType.List or ArrowType.Map:
                var offsets = column.GetProperty("OFFSET");
                return Items(column, about, field, Whole(offsets[row]), Whole(offsets[row + 1]));
        }
        return Plain(column.GetProperty("DATA")[row], field.Type);
    }

    private string Items(JsonElement column, JsonElement about, ArrowField field, int start, int end) =>
        "[" + string.Join(", ", Enumerable.Range(start, end - start).Select(row => Child(column, about, field, 0, row))) + "]";

    private string Child(JsonElement column, JsonElement about, ArrowField field, int child, int row) =>
        Value(column.GetProperty("children")[child], about.GetProperty("children")[child], field.Children[child], row);

    private static int Whole(JsonElement value) => int.Parse(Number(value), CultureInfo.InvariantCulture);

    private static string Plain(JsonElement value, ArrowType type) => type switch
    {
        ArrowType.Bool => value.ValueKind switch
        {
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            _ => value.GetInt32() != 0 ? "true" : "false",
        },
        ArrowType.Float { Bits: 16 } => Shown.Real((double)(Half)value.GetDouble()),
        ArrowType.Float { Bits: 32 } => Shown.Real((float)value.GetDouble()),
        ArrowType.Float => Shown.Real(value.GetDouble()),
        ArrowType.Utf8 => Shown.Text(value.GetString()!),
        ArrowType.Interval { Unit: IntervalUnit.DayTime } => $"{value.GetProperty("days")}/{value.GetProperty("milliseconds")}",
        ArrowType.Interval { Unit: IntervalUnit.MonthDayNano } =>
            $"{value.GetProperty("months")}/{value.GetProperty("days")}/{value.GetProperty("nanoseconds")}",
        _ => Number(value),
    };

    private static string Number(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
}
