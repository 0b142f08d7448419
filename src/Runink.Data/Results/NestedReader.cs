using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Results;

/// <summary>Reads a value that holds values: a list, an array, a struct or a map.</summary>
internal abstract class NestedReader(params ValueReader[] children) : IDisposable
{
    private ValueReader[] Children { get; } = children;

    internal static NestedReader? For(TypeId id, LogicalTypeHandle type) => id switch
    {
        TypeId.List => new ListReader(new ValueReader(DuckDb.duckdb_list_type_child_type(type))),
        TypeId.Array => new ArrayReader(
            new ValueReader(DuckDb.duckdb_array_type_child_type(type)), (int)DuckDb.duckdb_array_type_array_size(type)),
        TypeId.Map => new MapReader(
            new ValueReader(DuckDb.duckdb_map_type_key_type(type)), new ValueReader(DuckDb.duckdb_map_type_value_type(type))),
        TypeId.Struct => new StructReader(TypeText.StructNames(type), StructFields(type)),
        _ => null,
    };

    internal abstract object Read(Vector vector, int row);

    public void Dispose()
    {
        foreach (var child in Children) child.Dispose();
    }

    private static ValueReader[] StructFields(LogicalTypeHandle type)
    {
        var fields = new ValueReader[DuckDb.duckdb_struct_type_child_count(type)];
        for (var i = 0; i < fields.Length; i++)
            fields[i] = new ValueReader(DuckDb.duckdb_struct_type_child_type(type, (ulong)i));
        return fields;
    }

    /// <summary>The vector that holds the items of all rows of a list.</summary>
    private static Vector Items(Vector list) =>
        new(DuckDb.duckdb_list_vector_get_child(list.Handle), (int)DuckDb.duckdb_list_vector_get_size(list.Handle));

    private static Vector Field(Vector owner, int field, int rows) =>
        new(DuckDb.duckdb_struct_vector_get_child(owner.Handle, (ulong)field), rows);

    private sealed class ListReader(ValueReader item) : NestedReader(item)
    {
        internal override object Read(Vector vector, int row)
        {
            var entry = vector.Values<ListEntry>()[row];
            var items = Items(vector);
            var values = new object?[entry.Length];
            for (var i = 0; i < values.Length; i++) values[i] = item.Read(items, (int)entry.Offset + i);
            return values;
        }
    }

    private sealed class ArrayReader(ValueReader item, int size) : NestedReader(item)
    {
        internal override object Read(Vector vector, int row)
        {
            var items = new Vector(DuckDb.duckdb_array_vector_get_child(vector.Handle), vector.RowCount * size);
            var values = new object?[size];
            for (var i = 0; i < size; i++) values[i] = item.Read(items, row * size + i);
            return values;
        }
    }

    private sealed class StructReader(string[] names, ValueReader[] fields) : NestedReader(fields)
    {
        internal override object Read(Vector vector, int row)
        {
            var values = new OrderedDictionary<string, object?>();
            for (var i = 0; i < names.Length; i++)
                values.Add(names[i], Children[i].Read(Field(vector, i, vector.RowCount), row));
            return values;
        }
    }

    private sealed class MapReader(ValueReader key, ValueReader value) : NestedReader(key, value)
    {
        internal override object Read(Vector vector, int row)
        {
            var entry = vector.Values<ListEntry>()[row];
            var entries = Items(vector);
            var pairs = new KeyValuePair<object?, object?>[entry.Length];
            for (var i = 0; i < pairs.Length; i++)
            {
                var at = (int)entry.Offset + i;
                var name = key.Read(Field(entries, 0, entries.RowCount), at);
                pairs[i] = new(name, value.Read(Field(entries, 1, entries.RowCount), at));
            }
            return pairs;
        }
    }
}
