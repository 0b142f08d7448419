namespace Runink.Pipelines.Types;

/// <summary>
/// The type of a column, independent of the engine that will compute it. Immutable; equality is structural. The text
/// form (<see cref="ToString"/>, <see cref="ColumnTypeParser"/>) is what plans and <c>columns</c> options hold.
/// </summary>
public sealed record ColumnType(TypeKind Kind)
{
    /// <summary>UTF-8 text.</summary>
    public static readonly ColumnType Text = new(TypeKind.Text);

    /// <summary>Truth value.</summary>
    public static readonly ColumnType Boolean = new(TypeKind.Boolean);

    /// <summary>Signed 64-bit integer.</summary>
    public static readonly ColumnType Int64 = new(TypeKind.Int64);

    /// <summary>64-bit IEEE 754.</summary>
    public static readonly ColumnType Float64 = new(TypeKind.Float64);

    /// <summary>Calendar day.</summary>
    public static readonly ColumnType Date = new(TypeKind.Date);

    /// <summary>Time of day.</summary>
    public static readonly ColumnType Time = new(TypeKind.Time);

    /// <summary>Local date and time.</summary>
    public static readonly ColumnType Timestamp = new(TypeKind.Timestamp);

    /// <summary>Instant in UTC.</summary>
    public static readonly ColumnType TimestampTz = new(TypeKind.TimestampTz);

    /// <summary>Total digits of a <see cref="TypeKind.Decimal"/>, 1 to 38.</summary>
    public int Precision { get; init; }

    /// <summary>Digits after the point of a <see cref="TypeKind.Decimal"/>.</summary>
    public int Scale { get; init; }

    /// <summary>Element of a <see cref="TypeKind.List"/>.</summary>
    public ColumnType? Element { get; init; }

    /// <summary>Fields of a <see cref="TypeKind.Struct"/>, in order.</summary>
    public EquatableList<StructField> Fields { get; init; } = [];

    /// <summary>The engine's own name of a <see cref="TypeKind.Other"/>.</summary>
    public string? EngineName { get; init; }

    /// <summary>Whether arithmetic and numeric bounds make sense.</summary>
    public bool IsNumeric => Kind is >= TypeKind.Int8 and <= TypeKind.Decimal;

    /// <summary>An exact decimal.</summary>
    public static ColumnType DecimalOf(int precision, int scale) =>
        new(TypeKind.Decimal) { Precision = precision, Scale = scale };

    /// <summary>A list.</summary>
    public static ColumnType ListOf(ColumnType element) => new(TypeKind.List) { Element = element };

    /// <summary>A struct.</summary>
    public static ColumnType StructOf(params StructField[] fields) => new(TypeKind.Struct) { Fields = [.. fields] };

    /// <summary>The canonical text, for example <c>decimal(18,3)</c> or <c>list(text)</c>.</summary>
    public override string ToString() => Kind switch
    {
        TypeKind.Decimal => $"decimal({Precision},{Scale})",
        TypeKind.List => $"list({Element})",
        TypeKind.Struct => $"struct({string.Join(", ", Fields.Select(f => $"\"{f.Name.Replace("\"", "\"\"", StringComparison.Ordinal)}\" {f.Type}"))})",
        TypeKind.Other => EngineName ?? "other",
        _ => Kind.ToString().ToLowerInvariant(),
    };
}

/// <summary>One named field of a struct type.</summary>
public sealed record StructField(string Name, ColumnType Type);
