using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Runink.Pipelines.Types;

/// <summary>
/// Reads type names: Runink's own (<c>int64</c>, <c>list(text)</c>) and the common SQL spellings that engines report and people
/// write (<c>BIGINT</c>, <c>VARCHAR[]</c>, <c>STRUCT(a INTEGER)</c>). Thread-safe.
/// </summary>
public static class ColumnTypeParser
{
    private static readonly Dictionary<string, ColumnType> Simple = new(StringComparer.OrdinalIgnoreCase)
    {
        ["text"] = ColumnType.Text,
        ["varchar"] = ColumnType.Text,
        ["string"] = ColumnType.Text,
        ["char"] = ColumnType.Text,
        ["boolean"] = ColumnType.Boolean,
        ["bool"] = ColumnType.Boolean,
        ["int8"] = new(TypeKind.Int8),
        ["tinyint"] = new(TypeKind.Int8),
        ["int16"] = new(TypeKind.Int16),
        ["smallint"] = new(TypeKind.Int16),
        ["int32"] = new(TypeKind.Int32),
        ["integer"] = new(TypeKind.Int32),
        ["int"] = new(TypeKind.Int32),
        ["int64"] = ColumnType.Int64,
        ["bigint"] = ColumnType.Int64,
        ["long"] = ColumnType.Int64,
        ["int128"] = new(TypeKind.Int128),
        ["hugeint"] = new(TypeKind.Int128),
        ["uint8"] = new(TypeKind.UInt8),
        ["utinyint"] = new(TypeKind.UInt8),
        ["uint16"] = new(TypeKind.UInt16),
        ["usmallint"] = new(TypeKind.UInt16),
        ["uint32"] = new(TypeKind.UInt32),
        ["uinteger"] = new(TypeKind.UInt32),
        ["uint64"] = new(TypeKind.UInt64),
        ["ubigint"] = new(TypeKind.UInt64),
        ["float32"] = new(TypeKind.Float32),
        ["float"] = new(TypeKind.Float32),
        ["real"] = new(TypeKind.Float32),
        ["float64"] = ColumnType.Float64,
        ["double"] = ColumnType.Float64,
        ["number"] = ColumnType.Float64,
        ["date"] = ColumnType.Date,
        ["time"] = ColumnType.Time,
        ["timestamp"] = ColumnType.Timestamp,
        ["datetime"] = ColumnType.Timestamp,
        ["timestamptz"] = ColumnType.TimestampTz,
        ["timestamp with time zone"] = ColumnType.TimestampTz,
        ["binary"] = new(TypeKind.Binary),
        ["blob"] = new(TypeKind.Binary),
        ["decimal"] = ColumnType.DecimalOf(18, 3),
        ["numeric"] = ColumnType.DecimalOf(18, 3),
    };

    /// <summary>Reads a type a person wrote; false when the name is not known.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out ColumnType? type)
    {
        type = Parse(text.Trim());
        return type is not null;
    }

    /// <summary>Reads a type that an engine reported; what is not known becomes <see cref="TypeKind.Other"/>.</summary>
    public static ColumnType FromEngine(string name) => Parse(name.Trim()) ?? new ColumnType(TypeKind.Other) { EngineName = name };

    /// <summary>Reads the canonical text of a type; false when it is none that this version knows.</summary>
    public static bool TryReadCanonical(string text, [NotNullWhen(true)] out ColumnType? type)
    {
        // The engine's own names are in capitals, ours are not.
        type = Parse(text) ?? (text.Length > 0 && !char.IsAsciiLetterLower(text[0]) ? FromEngine(text) : null);
        return type is not null;
    }

    private static ColumnType? Parse(string text)
    {
        if (Simple.TryGetValue(text, out var simple)) return simple;
        if (text.EndsWith("[]", StringComparison.Ordinal)) return Parse(text[..^2]) is { } item ? ColumnType.ListOf(item) : null;
        var open = text.IndexOf('(', StringComparison.Ordinal);
        if (open <= 0 || text[^1] != ')') return null;
        var inner = text[(open + 1)..^1];
        return text[..open].ToLowerInvariant() switch
        {
            "decimal" or "numeric" => ParseDecimal(inner),
            "varchar" or "char" => ColumnType.Text,
            "list" => Parse(inner.Trim()) is { } element ? ColumnType.ListOf(element) : null,
            "struct" => ParseStruct(inner),
            _ => null,
        };
    }

    private static ColumnType? ParseDecimal(string inner)
    {
        var parts = inner.Split(',', StringSplitOptions.TrimEntries);
        var scale = 0;
        if (parts.Length > 2 || !int.TryParse(parts[0], CultureInfo.InvariantCulture, out var precision)) return null;
        if (parts.Length == 2 && !int.TryParse(parts[1], CultureInfo.InvariantCulture, out scale)) return null;
        return precision is >= 1 and <= 38 && scale >= 0 && scale <= precision ? ColumnType.DecimalOf(precision, scale) : null;
    }

    private static ColumnType? ParseStruct(string inner)
    {
        var fields = new List<StructField>();
        foreach (var part in SplitTopLevel(inner))
        {
            if (!TrySplitField(part.Trim(), out var name, out var rest) || Parse(rest.Trim()) is not { } type) return null;
            fields.Add(new StructField(name, type));
        }

        return ColumnType.StructOf([.. fields]);
    }

    private static bool TrySplitField(string part, out string name, out string rest)
    {
        name = rest = "";
        if (part.Length == 0) return false;
        var end = part[0] == '"' ? ClosingQuote(part) + 1 : part.IndexOf(' ', StringComparison.Ordinal);
        if (end <= 0 || end >= part.Length) return false;
        name = part[0] == '"' ? part[1..(end - 1)].Replace("\"\"", "\"", StringComparison.Ordinal) : part[..end];
        rest = part[end..];
        return true;
    }

    private static int ClosingQuote(string part)
    {
        for (var i = 1; i < part.Length; i++)
        {
            if (part[i] != '"') continue;
            if (i + 1 >= part.Length || part[i + 1] != '"') return i;
            i++;
        }

        return -2;
    }

    private static IEnumerable<string> SplitTopLevel(string text)
    {
        var (depth, start, quoted) = (0, 0, false);
        for (var i = 0; i < text.Length; i++)
        {
            if (text[i] == '"') quoted = !quoted;
            if (quoted) continue;
            if (text[i] == '(') depth++;
            if (text[i] == ')') depth--;
            if (text[i] != ',' || depth != 0) continue;
            yield return text[start..i];
            start = i + 1;
        }

        yield return text[start..];
    }
}
