using Runink.Data.Native;
using Runink.Data.Sql;

namespace Runink.Data.Results;

/// <summary>Writes a type of the engine as the SQL that makes it.</summary>
internal static class TypeText
{
    internal static string Of(LogicalTypeHandle type)
    {
        if (DuckDb.TakeText(DuckDb.duckdb_logical_type_get_alias(type)) is { Length: > 0 } alias) return alias;
        return (TypeId)DuckDb.duckdb_get_type_id(type) switch
        {
            TypeId.Decimal => $"DECIMAL({DuckDb.duckdb_decimal_width(type)},{DuckDb.duckdb_decimal_scale(type)})",
            TypeId.Enum => $"ENUM({string.Join(", ", EnumValues(type).Select(SqlText.Literal))})",
            TypeId.List => Child(DuckDb.duckdb_list_type_child_type(type)) + "[]",
            TypeId.Array => $"{Child(DuckDb.duckdb_array_type_child_type(type))}[{DuckDb.duckdb_array_type_array_size(type)}]",
            TypeId.Map =>
                $"MAP({Child(DuckDb.duckdb_map_type_key_type(type))}, {Child(DuckDb.duckdb_map_type_value_type(type))})",
            TypeId.Struct => $"STRUCT({string.Join(", ", StructFields(type))})",
            TypeId.Union => $"UNION({string.Join(", ", UnionMembers(type))})",
            TypeId.TimestampS => "TIMESTAMP_S",
            TypeId.TimestampMs => "TIMESTAMP_MS",
            TypeId.TimestampNs => "TIMESTAMP_NS",
            TypeId.TimestampTz => "TIMESTAMP WITH TIME ZONE",
            TypeId.TimeTz => "TIME WITH TIME ZONE",
            TypeId.TimeNs => "TIME_NS",
            TypeId.SqlNull => "\"NULL\"",
            var plain => plain.ToString().ToUpperInvariant(),
        };
    }

    /// <summary>The values of an ENUM, by their numbers.</summary>
    internal static string[] EnumValues(LogicalTypeHandle type)
    {
        var values = new string[DuckDb.duckdb_enum_dictionary_size(type)];
        for (var i = 0; i < values.Length; i++)
            values[i] = DuckDb.TakeText(DuckDb.duckdb_enum_dictionary_value(type, (ulong)i)) ?? "";
        return values;
    }

    /// <summary>The names of a STRUCT's fields.</summary>
    internal static string[] StructNames(LogicalTypeHandle type)
    {
        var names = new string[DuckDb.duckdb_struct_type_child_count(type)];
        for (var i = 0; i < names.Length; i++)
            names[i] = DuckDb.TakeText(DuckDb.duckdb_struct_type_child_name(type, (ulong)i)) ?? "";
        return names;
    }

    private static IEnumerable<string> StructFields(LogicalTypeHandle type) =>
        StructNames(type).Select((name, i) => Field(name, DuckDb.duckdb_struct_type_child_type(type, (ulong)i)));

    private static IEnumerable<string> UnionMembers(LogicalTypeHandle type)
    {
        for (var i = 0UL; i < DuckDb.duckdb_union_type_member_count(type); i++)
        {
            var name = DuckDb.TakeText(DuckDb.duckdb_union_type_member_name(type, i)) ?? "";
            yield return Field(name, DuckDb.duckdb_union_type_member_type(type, i));
        }
    }

    // The fields of a row value, (1, 2), have no names.
    private static string Field(string name, LogicalTypeHandle type) =>
        name.Length == 0 ? Child(type) : $"{SqlText.Identifier(name)} {Child(type)}";

    private static string Child(LogicalTypeHandle type)
    {
        using (type) return Of(type);
    }
}
