using System.Text;
using System.Text.Json;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sources.Json;

/// <summary>
/// Which objects and lists of a record are taken apart by the types of its columns: the record itself, and what is a struct or a list in it. All others are the text
/// of a column. Immutable.
/// </summary>
internal sealed class JsonShape
{
    private readonly JsonShape? _element;
    private readonly (byte[] Name, JsonShape Shape)[] _fields;

    private JsonShape(ColumnType type, JsonShape? outer)
    {
        Outer = outer;
        _element = type.Element is { } element ? Nested(element) : null;
        _fields = [.. type.Fields.Select(field => (Name: Encoding.UTF8.GetBytes(field.Name), Shape: Nested(field.Type)))
            .Where(field => field.Shape is not null).Select(field => (field.Name, field.Shape!))];
    }

    /// <summary>What it lies in; null for a record.</summary>
    public JsonShape? Outer { get; }

    /// <summary>The shape of records with these columns.</summary>
    public static JsonShape Of(IEnumerable<Column> columns) =>
        new(ColumnType.StructOf([.. columns.Select(column => new StructField(column.Name, column.Type))]), outer: null);

    /// <summary>What lies in it under a name, or in any place of a list; null for a text.</summary>
    /// <param name="name">The name as it stands in the json, quotes and all; in a list it does not matter.</param>
    public JsonShape? Inner(ReadOnlySpan<byte> name)
    {
        if (_element is not null) return _element;
        foreach (var (field, shape) in _fields)
            if (IsNamed(name, field)) return shape;
        return null;
    }

    private JsonShape? Nested(ColumnType type) => type.Kind is TypeKind.List or TypeKind.Struct ? new JsonShape(type, this) : null;

    private static bool IsNamed(ReadOnlySpan<byte> name, byte[] field)
    {
        if (name.Length < 2) return false;
        if (!name.Contains((byte)'\\')) return name[1..^1].SequenceEqual(field);
        try
        {
            var reader = new Utf8JsonReader(name);
            return reader.Read() && reader.ValueTextEquals(field);
        }
        catch (Exception unsound) when (unsound is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
