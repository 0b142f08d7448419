using Runink.Data.Native;

namespace Runink.Data.Functions;

/// <summary>The values that a query calls a table function with. Valid for the time of the bind.</summary>
public readonly ref struct TableArguments
{
    private readonly nint _info;

    internal TableArguments(nint info) => _info = info;

    /// <summary>A text, or null.</summary>
    public string? Text(int index)
    {
        var value = Value(index);
        var text = DuckDb.duckdb_is_null_value(value) != 0 ? null : DuckDb.TakeText(DuckDb.duckdb_get_varchar(value));
        DuckDb.duckdb_destroy_value(ref value);
        return text;
    }

    /// <summary>A whole number, or null.</summary>
    public long? Number(int index)
    {
        var value = Value(index);
        long? number = DuckDb.duckdb_is_null_value(value) != 0 ? null : DuckDb.duckdb_get_int64(value);
        DuckDb.duckdb_destroy_value(ref value);
        return number;
    }

    private nint Value(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, DuckDb.duckdb_bind_get_parameter_count(_info));
        return DuckDb.duckdb_bind_get_parameter(_info, (ulong)index);
    }
}
