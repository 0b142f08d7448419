using System.Text;
using Runink.Data.Arrow.Memory;
using Runink.Data.Engines;
using Runink.Data.Native;
using Runink.Data.Results;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Chooses how a column of the engine is collected, and with it the type that it has in Arrow.</summary>
internal sealed class Gatherers
{
    private long _dictionaries;

    internal ColumnGatherer For(string name, LogicalTypeHandle type)
    {
        var id = (TypeId)DuckDb.duckdb_get_type_id(type);
        return id switch
        {
            TypeId.SqlNull => new NullGatherer(new(name, new ArrowType.Null())),
            TypeId.Boolean => new BoolGatherer(new(name, new ArrowType.Bool())),
            TypeId.Varchar => new BytesGatherer(new(name, new ArrowType.Utf8(IsLarge: false))),
            TypeId.Blob => new BytesGatherer(new(name, new ArrowType.Binary(IsLarge: false))),
            TypeId.Decimal => Decimal(name, type),
            TypeId.Enum => Enum(name, type),
            TypeId.Uuid => new FixedGatherer(Extensions.Uuid(name), 16, Conversions.UuidToBytes),
            TypeId.HugeInt => new FixedGatherer(Extensions.Integer128(name, isSigned: true), 16),
            TypeId.UHugeInt => new FixedGatherer(Extensions.Integer128(name, isSigned: false), 16),
            TypeId.Interval => new FixedGatherer(
                new(name, new ArrowType.Interval(IntervalUnit.MonthDayNano)), 16, Conversions.IntervalToNanos),
            TypeId.List => List(name, type),
            TypeId.Array => Array(name, type),
            TypeId.Map => Map(name, type),
            TypeId.Struct => Struct(name, type),
            _ => Plain(id) is { } plain
                ? new FixedGatherer(new(name, plain), plain.Width)
                : throw new EngineException(
                    EngineErrorType.NotImplemented,
                    $"the column \"{name}\" of type {TypeText.Of(type)} cannot leave as Arrow; cast it to VARCHAR in the query"),
        };
    }

    /// <summary>Types whose values lie in the engine as they do in Arrow.</summary>
    private static ArrowType.Fixed? Plain(TypeId id) => id switch
    {
        TypeId.TinyInt => new ArrowType.Int(8, IsSigned: true),
        TypeId.SmallInt => new ArrowType.Int(16, IsSigned: true),
        TypeId.Integer => new ArrowType.Int(32, IsSigned: true),
        TypeId.BigInt => new ArrowType.Int(64, IsSigned: true),
        TypeId.UTinyInt => new ArrowType.Int(8, IsSigned: false),
        TypeId.USmallInt => new ArrowType.Int(16, IsSigned: false),
        TypeId.UInteger => new ArrowType.Int(32, IsSigned: false),
        TypeId.UBigInt => new ArrowType.Int(64, IsSigned: false),
        TypeId.Float => new ArrowType.Float(32),
        TypeId.Double => new ArrowType.Float(64),
        TypeId.Date => new ArrowType.Date(IsMilliseconds: false),
        TypeId.Time => new ArrowType.Time(TimeUnit.Microsecond),
        TypeId.TimeNs => new ArrowType.Time(TimeUnit.Nanosecond),
        TypeId.TimestampS => new ArrowType.Timestamp(TimeUnit.Second, Zone: null),
        TypeId.TimestampMs => new ArrowType.Timestamp(TimeUnit.Millisecond, Zone: null),
        TypeId.Timestamp => new ArrowType.Timestamp(TimeUnit.Microsecond, Zone: null),
        TypeId.TimestampNs => new ArrowType.Timestamp(TimeUnit.Nanosecond, Zone: null),
        TypeId.TimestampTz => new ArrowType.Timestamp(TimeUnit.Microsecond, "UTC"),
        _ => null,
    };

    private static FixedGatherer Decimal(string name, LogicalTypeHandle type)
    {
        var (precision, scale) = (DuckDb.duckdb_decimal_width(type), DuckDb.duckdb_decimal_scale(type));
        var field = new ArrowField(name, new ArrowType.Decimal(precision, scale, 128));
        return (TypeId)DuckDb.duckdb_decimal_internal_type(type) switch
        {
            TypeId.SmallInt => new FixedGatherer(field, 2, Conversions.Widen16),
            TypeId.Integer => new FixedGatherer(field, 4, Conversions.Widen32),
            TypeId.BigInt => new FixedGatherer(field, 8, Conversions.Widen64),
            _ => new FixedGatherer(field, 16),
        };
    }

    private FixedGatherer Enum(string name, LogicalTypeHandle type)
    {
        var bits = (TypeId)DuckDb.duckdb_enum_internal_type(type) switch
        {
            TypeId.UTinyInt => 8,
            TypeId.USmallInt => 16,
            _ => 32,
        };
        var dictionary = new ArrowDictionary(_dictionaries++, new ArrowType.Int(bits, IsSigned: false), IsOrdered: true);
        var field = new ArrowField(name, new ArrowType.Utf8(IsLarge: false)) { Dictionary = dictionary };
        var values = Texts(field with { Dictionary = null }, TypeText.EnumValues(type));
        return new FixedGatherer(field, bits / 8) { Dictionary = values };
    }

    private static ArrowColumn Texts(ArrowField field, string[] texts)
    {
        var bytes = texts.Select(Encoding.UTF8.GetBytes).ToArray();
        var data = new Block(bytes.Sum(text => text.Length)).Memory;
        var offsets = new byte[(texts.Length + 1) * 4];
        var end = 0;
        for (var i = 0; i < bytes.Length; i++)
        {
            bytes[i].CopyTo(data[end..]);
            end += bytes[i].Length;
            BitConverter.TryWriteBytes(offsets.AsSpan((i + 1) * 4), end);
        }
        return new ArrowColumn(field, texts.Length) { Offsets = offsets, Data = data };
    }

    private ListGatherer List(string name, LogicalTypeHandle type)
    {
        var child = Child("item", DuckDb.duckdb_list_type_child_type(type));
        return new ListGatherer(new(name, new ArrowType.List(IsLarge: false)) { Children = [child.Field] }, child);
    }

    private FixedListGatherer Array(string name, LogicalTypeHandle type)
    {
        var child = Child("item", DuckDb.duckdb_array_type_child_type(type));
        var size = checked((int)DuckDb.duckdb_array_type_array_size(type));
        return new FixedListGatherer(new(name, new ArrowType.FixedList(size)) { Children = [child.Field] }, size, child);
    }

    private ListGatherer Map(string name, LogicalTypeHandle type)
    {
        var key = Child("key", DuckDb.duckdb_map_type_key_type(type));
        var value = Child("value", DuckDb.duckdb_map_type_value_type(type));
        // What collects a column describes it, too; a key is never NULL.
        var entries = new ArrowField("entries", new ArrowType.Struct())
        {
            IsNullable = false,
            Children = [key.Field with { IsNullable = false }, value.Field],
        };
        return new ListGatherer(
            new(name, new ArrowType.Map(KeysSorted: false)) { Children = [entries] }, new StructGatherer(entries, [key, value]));
    }

    private StructGatherer Struct(string name, LogicalTypeHandle type)
    {
        var names = TypeText.StructNames(type);
        var children = names.Select((child, i) => Child(child, DuckDb.duckdb_struct_type_child_type(type, (ulong)i))).ToArray();
        var field = new ArrowField(name, new ArrowType.Struct()) { Children = [.. children.Select(child => child.Field)] };
        return new StructGatherer(field, children);
    }

    private ColumnGatherer Child(string name, LogicalTypeHandle type)
    {
        using (type) return For(name, type);
    }
}
