using Runink.Data.Arrow.Flat;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Reads a schema out of its metadata, and keeps the rules that <see cref="BatchDecoder"/> needs.</summary>
internal sealed class SchemaReader(ArrowLimits limits)
{
    // What a note takes although it has neither a key nor a value.
    private const int NoteBytes = 16;

    private readonly FlatBudget _budget = new(limits);

    internal ArrowSchema Read(FlatTable schema)
    {
        if (schema.Int16(0) != 0)
            throw new ArrowFormatException("the data is big-endian; Runink reads little-endian only: write it so");
        var fields = Fields(schema.Vector(1, 4), depth: 1, inside: "");
        return new ArrowSchema(fields) { Metadata = Notes(schema.Vector(2, 4)) };
    }

    /// <summary>Keys and values that stand in the metadata of a schema, a field or a message.</summary>
    internal IReadOnlyList<KeyValuePair<string, string>> Notes(FlatVector notes)
    {
        if (notes.Count == 0) return [];
        var read = new List<KeyValuePair<string, string>>();
        for (var i = 0; i < notes.Count; i++)
        {
            _budget.TakeText(NoteBytes);
            var note = notes.Table(i);
            read.Add(new(note.Text(0, _budget) ?? "", note.Text(1, _budget) ?? ""));
        }
        return read;
    }

    private ArrowField[] Fields(FlatVector fields, int depth, string inside)
    {
        var read = new List<ArrowField>();
        for (var i = 0; i < fields.Count; i++) read.Add(Field(fields.Table(i), depth, inside));
        return [.. read];
    }

    private ArrowField Field(FlatTable field, int depth, string inside)
    {
        _budget.TakeField(depth);
        var name = field.Text(0, _budget) ?? "";
        var path = inside.Length == 0 ? $"\"{name}\"" : $"{inside}.\"{name}\"";
        // Paths are only for errors and must not grow with the square of the depth.
        if (path.Length > 1000) path = path[..1000];
        var type = TypeReader.Read((WireType)field.Byte(2), field.Table(3, $"type for the column {path}"), path, _budget);
        var read = new ArrowField(name, type)
        {
            IsNullable = field.Bool(1),
            Children = Fields(field.Vector(5, 4), depth + 1, path),
            Dictionary = field.Has(4) ? Dictionary(field.Table(4, "dictionary"), path) : null,
            Metadata = Notes(field.Vector(6, 4)),
        };
        RequireChildren(read, path);
        return read;
    }

    private static ArrowDictionary Dictionary(FlatTable encoding, string path)
    {
        var index = encoding.Has(1)
            ? TypeReader.Int(encoding.Table(1, "index"), path)
            : new ArrowType.Int(32, IsSigned: true);
        return new ArrowDictionary(encoding.Int64(0), index, encoding.Bool(2));
    }

    private static void RequireChildren(ArrowField field, string path)
    {
        var expected = field.Type switch
        {
            ArrowType.Struct => field.Children.Count,
            ArrowType.List or ArrowType.FixedList or ArrowType.Map => 1,
            _ => 0,
        };
        if (field.Children.Count != expected)
            throw new ArrowFormatException($"the column {path} has {field.Children.Count} children instead of {expected}");
        if (field.Type is ArrowType.Map
            && field.Children[0] is not { Type: ArrowType.Struct, Dictionary: null, Children.Count: 2 })
            throw new ArrowFormatException($"the column {path} is a map whose entries are no struct of key and value");
    }
}
