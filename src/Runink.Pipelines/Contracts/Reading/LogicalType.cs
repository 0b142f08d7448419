using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>The logical types of ODCS.</summary>
internal enum LogicalType
{
    String,
    Date,
    Timestamp,
    Time,
    Number,
    Integer,
    Object,
    Array,
    Boolean,
}

/// <summary>What belongs to each logical type.</summary>
internal static class LogicalTypes
{
    private static readonly string[] Bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"];

    /// <summary>The names, as the standard writes them.</summary>
    public static readonly IReadOnlyList<string> Names =
        [.. Enum.GetNames<LogicalType>().Select(name => name.ToLowerInvariant())];

    /// <summary>Every option of any type.</summary>
    public static readonly IReadOnlyList<string> AllOptions =
        [.. Enum.GetValues<LogicalType>().SelectMany(OptionsOf).Distinct(StringComparer.Ordinal)];

    /// <summary>The type of that name, or null.</summary>
    public static LogicalType? Find(string name)
    {
        for (var i = 0; i < Names.Count; i++)
        {
            if (string.Equals(Names[i], name, StringComparison.Ordinal)) return (LogicalType)i;
        }

        return null;
    }

    /// <summary>The options that a type takes.</summary>
    public static IReadOnlyList<string> OptionsOf(LogicalType type) => type switch
    {
        LogicalType.String => ["minLength", "maxLength", "pattern", "format"],
        LogicalType.Date => [.. Bounds, "format"],
        LogicalType.Timestamp or LogicalType.Time => [.. Bounds, "format", "timezone", "defaultTimezone"],
        LogicalType.Number or LogicalType.Integer => [.. Bounds, "multipleOf", "format"],
        LogicalType.Object => ["minProperties", "maxProperties", "required"],
        LogicalType.Array => ["minItems", "maxItems", "uniqueItems"],
        _ => [],
    };

    /// <summary>The logical type of a physical one, for properties that name only that.</summary>
    public static LogicalType OfPhysical(ColumnType type) => type.Kind switch
    {
        TypeKind.Boolean => LogicalType.Boolean,
        TypeKind.Date => LogicalType.Date,
        TypeKind.Time => LogicalType.Time,
        TypeKind.Timestamp or TypeKind.TimestampTz => LogicalType.Timestamp,
        TypeKind.Float32 or TypeKind.Float64 or TypeKind.Decimal => LogicalType.Number,
        >= TypeKind.Int8 and <= TypeKind.UInt64 => LogicalType.Integer,
        TypeKind.List => LogicalType.Array,
        TypeKind.Struct => LogicalType.Object,
        _ => LogicalType.String,
    };
}
