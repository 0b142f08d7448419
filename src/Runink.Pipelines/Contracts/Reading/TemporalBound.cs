using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>Reads dates, times and timestamps that stand in a contract: as ISO 8601, or in the property's own format.</summary>
internal static partial class TemporalBound
{
    private const DateTimeStyles Exact = DateTimeStyles.None;

    private static readonly string[] DateFormats = ["yyyy-MM-dd"];
    private static readonly string[] TimeFormats = ["HH:mm", "HH:mm:ss", "HH:mm:ss.FFFFFFF"];
    private static readonly string[] TimestampFormats = [.. DateFormats, .. TimeFormats.Select(time => $"yyyy-MM-dd {time}")];

    /// <summary>Reads a value of the property's type.</summary>
    /// <param name="text">What the contract says.</param>
    /// <param name="property">The type it must have.</param>
    /// <param name="error">Why it cannot be read.</param>
    /// <returns>A number that orders such values, and the text that casts to the type; null when it cannot be read.</returns>
    public static (ExactNumber Order, string Text)? Read(string text, PropertyType property, out string? error)
    {
        error = null;
        var zone = Zone().Match(text);
        var hasZone = property.Logical == LogicalType.Timestamp && zone.Success;
        if (hasZone && property.Type.Kind == TypeKind.Timestamp)
        {
            error = "it has a zone, but the property says 'timezone: false'";
            return null;
        }

        if (Local(hasZone ? text[..zone.Index] : text, property) is not { } local)
        {
            error = $"it is not {property.Describe()}";
            return null;
        }

        if (property.Type.Kind == TypeKind.TimestampTz) local -= hasZone ? Offset(zone) : property.OffsetAt(local);
        return (new ExactNumber(new BigInteger(local.Ticks), 0), Write(local, property.Type.Kind));
    }

    private static DateTime? Local(string text, PropertyType property)
    {
        var formats = property.Logical switch
        {
            LogicalType.Date => DateFormats,
            LogicalType.Time => TimeFormats,
            _ => TimestampFormats,
        };
        var iso = property.Logical == LogicalType.Timestamp ? text.Replace('T', ' ').TrimEnd() : text;
        if (DateTime.TryParseExact(iso, formats, CultureInfo.InvariantCulture, Exact, out var value))
            return Bare(value, property);
        return property.Format?.DotNet is { } own
            && DateTime.TryParseExact(text, own, CultureInfo.InvariantCulture, Exact, out value)
            ? Bare(value, property)
            : null;
    }

    // .NET gives a time without a date the current day; only the time counts.
    private static DateTime Bare(DateTime value, PropertyType property) =>
        property.Logical == LogicalType.Time ? DateTime.MinValue + value.TimeOfDay : value;

    private static TimeSpan Offset(Match zone)
    {
        if (!zone.Groups["sign"].Success) return TimeSpan.Zero;
        var minutes = zone.Groups["minutes"].Success ? int.Parse(zone.Groups["minutes"].Value, CultureInfo.InvariantCulture) : 0;
        var offset = new TimeSpan(int.Parse(zone.Groups["hours"].Value, CultureInfo.InvariantCulture), minutes, 0);
        return zone.Groups["sign"].Value == "-" ? -offset : offset;
    }

    private static string Write(DateTime value, TypeKind kind) => kind switch
    {
        TypeKind.Date => value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TypeKind.Time => value.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        TypeKind.TimestampTz => value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture) + "+00",
        _ => value.ToString("yyyy-MM-dd HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
    };

    [GeneratedRegex(@"(?<=\d:\d\d(:\d\d(\.\d+)?)?)\s*(Z|(?<sign>[+-])(?<hours>[01]\d):?(?<minutes>[0-5]\d)?)\z",
        RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Zone();
}
