using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>The type of a property: as the contract says it, and as a column has it.</summary>
/// <param name="Logical">The logical type, given or inferred.</param>
/// <param name="Type">The column's type.</param>
internal sealed record PropertyType(LogicalType Logical, ColumnType Type)
{
    /// <summary>How dates and times are written, or null.</summary>
    public TemporalFormat? Format { get; init; }

    /// <summary>The zone of instants that carry none, or null when the contract does not say.</summary>
    public TimeZoneInfo? Zone { get; init; }

    /// <summary>The zone's name, as the contract writes it.</summary>
    public string? ZoneName { get; init; }

    /// <summary>The highest classification of what is nested inside.</summary>
    public Classification Inside { get; init; }

    /// <summary>The offset of the property's zone at a local time.</summary>
    public TimeSpan OffsetAt(DateTime local) => (Zone ?? TimeZoneInfo.Utc).GetUtcOffset(local);

    /// <summary>What a value must be, for people: <c>a whole number</c>.</summary>
    public string Describe() => Type.Kind switch
    {
        TypeKind.Boolean => "true or false",
        TypeKind.Int64 => "a whole number",
        >= TypeKind.Int8 and <= TypeKind.UInt64 => $"a whole number that fits {Type}",
        TypeKind.Float32 or TypeKind.Float64 => "a number",
        TypeKind.Decimal => $"a number with at most {Type.Scale} decimals",
        TypeKind.Date => $"a date{Written("2024-12-31")}",
        TypeKind.Time => $"a time of day{Written("23:59:59")}",
        TypeKind.Timestamp => $"a date and time{Written("2024-12-31 23:59:59")}",
        TypeKind.TimestampTz => $"an instant{Written("2024-12-31T23:59:59Z")}",
        TypeKind.List => "a list",
        TypeKind.Struct => "an object",
        _ => "text",
    };

    private string Written(string example) => Format is null ? $" such as {example}" : $" written {Format.Written}";
}
