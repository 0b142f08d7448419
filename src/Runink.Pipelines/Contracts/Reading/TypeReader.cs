using System.Text.RegularExpressions;
using Runink.Pipelines.Contracts.Yaml;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Contracts.Reading;

/// <summary>
/// Decides the type of a property from <c>logicalType</c>, its options and <c>physicalType</c>, nested ones included.
/// </summary>
internal sealed partial class TypeReader(ContractContext context)
{
    /// <summary>Reads the type of a property or of an array's items.</summary>
    /// <param name="fields">The property.</param>
    /// <param name="options">Its options, or null.</param>
    /// <param name="owner">What it is, for messages.</param>
    public PropertyType Read(YamlFields fields, YamlFields? options, string owner) => Logical(fields, owner) switch
    {
        LogicalType.Boolean => new PropertyType(LogicalType.Boolean, ColumnType.Boolean),
        LogicalType.Integer => new PropertyType(LogicalType.Integer, Integer(options)),
        LogicalType.Number => new PropertyType(LogicalType.Number, Number(fields, options, owner)),
        LogicalType.Array => Array(fields, owner),
        LogicalType.Object => Object(fields, owner),
        LogicalType.String => new PropertyType(LogicalType.String, ColumnType.Text),
        var temporal => Temporal(temporal, options),
    };

    private LogicalType Logical(YamlFields fields, string owner)
    {
        if (fields.Text("logicalType") is { } name)
        {
            if (LogicalTypes.Find(name) is { } logical) return logical;
            context.Found.Add(ContractErrors.UnknownType.Error(
                $"the logicalType '{name}' of {owner} is not known", fields.ValueAt("logicalType"),
                Suggestions.DidYouMean(name, LogicalTypes.Names) ?? $"use one of {string.Join(", ", LogicalTypes.Names)}"));
            return LogicalType.String;
        }

        if (fields.Text("physicalType") is { } physical && ColumnTypeParser.TryParse(physical, out var type))
            return LogicalTypes.OfPhysical(type);
        context.Found.Add(ContractErrors.UnknownType.Warning($"{owner} has no logicalType and is read as text", fields.Map.At,
            "Add a logicalType, for example 'logicalType: string'."));
        return LogicalType.String;
    }

    private ColumnType Integer(YamlFields? options) => options?.Text("format") switch
    {
        null or "i64" => ColumnType.Int64,
        "i8" => new ColumnType(TypeKind.Int8),
        "i16" => new ColumnType(TypeKind.Int16),
        "i32" => new ColumnType(TypeKind.Int32),
        "i128" => new ColumnType(TypeKind.Int128),
        "u8" => new ColumnType(TypeKind.UInt8),
        "u16" => new ColumnType(TypeKind.UInt16),
        "u32" => new ColumnType(TypeKind.UInt32),
        "u64" => new ColumnType(TypeKind.UInt64),
        var other => WrongFormat(other, options, "a whole number has i8, i16, i32, i64, i128, u8, u16, u32 or u64",
            ColumnType.Int64),
    };

    private ColumnType Number(YamlFields fields, YamlFields? options, string owner)
    {
        if (options?.Text("format") is { } format)
        {
            return format switch
            {
                "f32" => new ColumnType(TypeKind.Float32),
                "f64" => ColumnType.Float64,
                _ => WrongFormat(format, options, "a number has f32 or f64", ColumnType.Float64),
            };
        }

        if (fields.Text("physicalType") is not { } physical || !ExactDecimal().IsMatch(physical)) return ColumnType.Float64;
        var digits = $"decimal{physical[physical.IndexOf('(', StringComparison.Ordinal)..]}";
        if (ColumnTypeParser.TryParse(digits, out var exact)) return exact;
        context.Found.Add(ContractErrors.UnknownType.Warning(
            $"the physicalType '{physical}' of {owner} cannot be held exactly and is read as a 64-bit number",
            fields.ValueAt("physicalType"),
            "Decimals have 1 to 38 digits, of which 0 to all come after the point."));
        return ColumnType.Float64;
    }

    private ColumnType WrongFormat(string format, YamlFields options, string hint, ColumnType instead)
    {
        context.Found.Add(ContractErrors.InvalidFormat.Error(
            $"the format '{format}' is not supported", options.ValueAt("format"), hint));
        return instead;
    }

    private PropertyType Temporal(LogicalType logical, YamlFields? options)
    {
        var format = Format(logical, options);
        if (logical == LogicalType.Date) return new PropertyType(logical, ColumnType.Date) { Format = format };
        if (logical == LogicalType.Time) return new PropertyType(logical, ColumnType.Time) { Format = format };
        var local = options is not null && options.Has("timezone") && !options.Flag("timezone");
        if (local && format is { HasZone: true })
            context.Found.Add(ContractErrors.Impossible.Error(
                "the format has a zone, but 'timezone' is false", options!.ValueAt("timezone")));
        var zone = Zone(options);
        return new PropertyType(logical, local ? ColumnType.Timestamp : ColumnType.TimestampTz)
        {
            Format = format,
            Zone = zone,
            ZoneName = zone is null || local ? null : options!.Text("defaultTimezone"),
        };
    }

    private TemporalFormat? Format(LogicalType logical, YamlFields? options)
    {
        if (options?.Text("format") is not { } written) return null;
        var format = TemporalFormat.Parse(written, logical, out var error);
        if (format is null)
            context.Found.Add(ContractErrors.InvalidFormat.Error(
                $"the format '{written}' cannot be used: {error}", options.ValueAt("format")));
        else if (logical == LogicalType.Time && format.HasZone)
            context.NotEnforced("the zone of a time of day", options.ValueAt("format"));
        return format;
    }

    private TimeZoneInfo? Zone(YamlFields? options)
    {
        if (options?.Text("defaultTimezone") is not { } name) return null;
        if (name is "UTC" or "Etc/UTC") return TimeZoneInfo.Utc;
        if (name.Contains('/', StringComparison.Ordinal) && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone))
            return zone;
        context.Found.Add(ContractErrors.WrongValue.Error(
            $"the time zone '{name}' is not known", options.ValueAt("defaultTimezone"),
            "Use a name of the IANA time zone database, for example Europe/Lisbon."));
        return null;
    }

    private PropertyType Array(YamlFields fields, string owner)
    {
        if (fields.Mapping("items") is not { } items)
            return new PropertyType(LogicalType.Array, ColumnType.ListOf(ColumnType.Text));
        var (type, classification) = Nested(items, $"the items of {owner}");
        return new PropertyType(LogicalType.Array, ColumnType.ListOf(type.Type)) { Inside = classification };
    }

    private PropertyType Object(YamlFields fields, string owner)
    {
        var (members, inside) = (new List<StructField>(), Classification.Public);
        foreach (var map in fields.Mappings("properties"))
        {
            var nested = context.Fields(map, $"a property of {owner}", KnownKeys.Property);
            if (nested.RequiredText("name") is not { } name) continue;
            if (members.Exists(member => string.Equals(member.Name, name, StringComparison.OrdinalIgnoreCase)))
                context.Found.Add(ContractErrors.DuplicateName.Error(
                    $"{owner} has two properties '{name}'", nested.ValueAt("name")));
            var (type, classification) = Nested(map, $"'{name}' in {owner}");
            members.Add(new StructField(name, type.Type));
            inside = classification > inside ? classification : inside;
        }

        // Nothing is known about the inside: the text of the object is what there is.
        return members.Count == 0
            ? new PropertyType(LogicalType.Object, ColumnType.Text)
            : new PropertyType(LogicalType.Object, ColumnType.StructOf([.. members])) { Inside = inside };
    }

    private (PropertyType Type, Classification Classification) Nested(YamlMap map, string owner)
    {
        if (!context.TakeProperty(map.At))
            return (new PropertyType(LogicalType.String, ColumnType.Text), Classification.Restricted);
        var fields = new YamlFields(map, owner, ContractContext.Errors, context.Found);
        var options = OptionReader.Options(fields, owner, context);
        var type = Read(fields, options, owner);
        OptionReader.RefuseMisfits(options, type, owner, context);
        if (Demands(fields, options)) context.NotEnforced($"what is demanded of {owner} beyond its type", map.At);
        var own = Classifications.Read(fields, context);
        return (type, type.Inside > own ? type.Inside : own);
    }

    private static bool Demands(YamlFields fields, YamlFields? options) =>
        fields.Flag("required") || fields.Flag("unique") || fields.Flag("primaryKey") || fields.Has("quality")
        || (options?.Map.Entries.Any(entry => entry.Key.Text is not ("format" or "timezone" or "defaultTimezone")) ?? false);

    [GeneratedRegex(
        @"\A\s*(decimal|numeric|number|dec)\s*\(.*\)\s*\z", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex ExactDecimal();
}
