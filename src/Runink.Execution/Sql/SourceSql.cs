using Runink.Data.Sql;
using Runink.Execution.Masking;
using Runink.Execution.Validation;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Sql;

/// <summary>
/// SQL of reading and judging one source in a single pass. Three layers: raw values <c>r0, r1, …</c> with the record's place;
/// typed values <c>t0, t1, …</c>; and the verdict, whose volatile function writes a dead letter for each failing record.
/// </summary>
/// <param name="source">The source.</param>
/// <param name="rules">What judges its records.</param>
/// <param name="types">For a source that comes with types of its own that may differ from those wanted: the engine's name of each column's.</param>
/// <param name="retyped">Columns that the reader delivers twice: as texts, and as the values that it read itself.</param>
internal sealed class SourceSql(
    SourceNode source, IReadOnlyList<RecordRule> rules, IReadOnlyList<string>? types = null, IReadOnlySet<string>? retyped = null)
{
    /// <summary>Rule bits per verdict word: the words are unsigned 64-bit integers, read by <see cref="RejectTap"/>.</summary>
    public const int RulesPerWord = 64;

    private RuleSql Conditions => new(source.Columns, FromText);

    private bool IsText => types is null && source.Dataset.Format is not "parquet";

    /// <summary>What the reader calls the values of a column that it read itself.</summary>
    public static string Read(int ordinal) => $"_runi_t{ordinal}";

    /// <summary>Raw values and place: <c>r0…, _runi_pos, _line, _off, _len, _bad</c>. <paramref name="reader"/> is the table function's call.</summary>
    public string Raw(string reader)
    {
        const string Place = "_runi_pos, _line, _off, _len";
        if (source.Dataset.Format is "json" or "jsonl")
        {
            var paths = Each((column, _) => SqlText.Literal($"$.\"{column.Name.Replace("\"", "\\\"", StringComparison.Ordinal)}\""));
            var values = Each((_, i) => $"x[{i + 1}] AS r{i}");
            return $"SELECT {values}, {Place}, CASE WHEN _bad = 0 AND x IS NULL THEN {(int)FormRules.NotJson} ELSE _bad END AS _bad FROM "
                + $"(SELECT CASE WHEN _bad = 0 AND json_valid(_json) THEN json_extract_string(_json, [{paths}]) END AS x, {Place}, _bad FROM {reader})";
        }

        if (IsText) return $"SELECT {Each((_, i) => $"r{i}")}, {Place}, _bad FROM {reader}";
        var columns = Each((column, i) => $"{SqlText.Identifier(column.Name)} AS r{i}{(IsRetyped(column) ? $", {Read(i)}" : "")}");
        return $"SELECT {columns}, _runi_pos, NULL::BIGINT AS _line, NULL::BIGINT AS _off, NULL::BIGINT AS _len, _runi_form AS _bad FROM {reader}";
    }

    /// <summary>Adds the typed values <c>t0, t1, …</c> to the raw ones.</summary>
    public string Typed(string reader) => $"SELECT *, {Each((column, i) => $"{Cast(column, i)} AS t{i}")} FROM ({Raw(reader)})";

    /// <summary>
    /// The records that pass, with their real names, and <c>_runi_pos</c> when asked. Everything that fails goes through
    /// <paramref name="tap"/> on the way. The engine moves filters towards the source, and would move those of later steps below
    /// the tap, which then would not see all failing records; through a LIMIT, even one that is never reached, it moves none.
    /// </summary>
    public string Judged(string reader, string tap, IReadOnlyDictionary<int, string> duplicateTables, IReadOnlyList<FieldMask> letterMasks, bool withPosition)
    {
        var outputs = source.Columns.Select((column, i) => $"t{i} AS {SqlText.Identifier(column.Name)}").ToList();
        if (withPosition) outputs.Add("_runi_pos");
        var names = source.Columns.Select(column => SqlText.Identifier(column.Name)).ToList();
        if (withPosition) names.Add("_runi_pos");
        var broken = rules.Select((rule, i) => IsJudged(rule, i, duplicateTables) ? Conditions.Broken(rule, i) : "false").ToList();
        var anyBroken = string.Join(" OR ", broken.Where(condition => condition != "false").Prepend("_bad <> 0"));
        var call = $"{tap}({string.Join(", ", Words(broken).Concat(["_bad", "_runi_pos", "_line", "_off", "_len"]).Concat(Payload(letterMasks)))})";
        return $"SELECT {string.Join(", ", names)} FROM (SELECT {string.Join(", ", outputs)}, CASE WHEN {anyBroken} THEN {call} ELSE true END AS _runi_ok "
            + $"FROM ({Typed(reader)}) s{Joins(duplicateTables)} LIMIT {long.MaxValue / 2}) WHERE _runi_ok";
    }

    /// <summary>Keys of a <see cref="RuleKind.Unique"/> rule that occur more than once, each with its first position.</summary>
    public string Duplicates(string reader, RecordRule rule)
    {
        var keys = rule.Fields.Select(field => $"t{Conditions.Ordinal(field)}").ToList();
        var complete = string.Join(" AND ", keys.Select(key => $"{key} IS NOT NULL"));
        var named = string.Join(", ", keys.Select((key, i) => $"{key} AS k{i}"));
        return $"SELECT {named}, min(_runi_pos) AS first FROM ({Typed(reader)}) WHERE _bad = 0 AND {complete} "
            + $"GROUP BY {string.Join(", ", keys)} HAVING count(*) > 1";
    }

    private string Each(Func<Column, int, string> text) => string.Join(", ", source.Columns.Select(text));

    private bool IsRetyped(Column column) => retyped is not null && retyped.Contains(column.Name);

    private static bool IsJudged(RecordRule rule, int index, IReadOnlyDictionary<int, string> duplicateTables) =>
        rule.Kind != RuleKind.Unique || duplicateTables.ContainsKey(index);

    private string Cast(Column column, int ordinal)
    {
        if (types is not null) return ExactCast.Of($"r{ordinal}", types[ordinal], column.Type, source.Options.TimeZone)!;
        if (IsRetyped(column)) return Read(ordinal);
        if (!IsText) return $"TRY_CAST(r{ordinal} AS {DuckDbType.Of(column.Type)})";
        return FromText($"r{ordinal}", column);
    }

    private string FromText(string text, Column column)
    {
        var rule = CastSql.TypeRuleOf(rules, column.Name) ?? CastSql.TypeRuleOf(source.TypeRules ?? [], column.Name);
        return CastSql.FromText(text, column.Type, rule?.Argument, rule?.TimeZone ?? source.Options.TimeZone);
    }

    private string Joins(IReadOnlyDictionary<int, string> duplicateTables)
    {
        if (duplicateTables.Count == 0) return "";
        var joins = duplicateTables.OrderBy(pair => pair.Key).Select(pair =>
        {
            var on = rules[pair.Key].Fields.Select((field, i) => $"s.t{Conditions.Ordinal(field)} = d{pair.Key}.k{i}");
            return $" LEFT JOIN {pair.Value} d{pair.Key} ON {string.Join(" AND ", on)}";
        });
        return string.Concat(joins);
    }

    private static IEnumerable<string> Words(List<string> broken)
    {
        if (broken.Count == 0) yield return "0::UBIGINT";
        for (var start = 0; start < broken.Count; start += RulesPerWord)
        {
            var bits = broken.Skip(start).Take(RulesPerWord)
                .Select((condition, bit) => condition == "false" ? null : $"CASE WHEN {condition} THEN {1UL << bit}::UBIGINT ELSE 0::UBIGINT END")
                .OfType<string>();
            yield return $"({string.Join(" | ", bits.Prepend("0::UBIGINT"))})";
        }
    }

    // A mask is its column's. Where a value may stand in another column, one that has to be masked could show itself there.
    private IEnumerable<string> Payload(IReadOnlyList<FieldMask> masks)
    {
        var own = source.Columns.Select(column => masks.FirstOrDefault(m => string.Equals(m.Field, column.Name, StringComparison.OrdinalIgnoreCase))).ToList();
        var hides = source.Dataset.Format == "csv" && own.Exists(mask => mask is not null);
        return source.Columns.Select((column, i) =>
        {
            var raw = IsText ? $"r{i}" : $"CAST(r{i} AS VARCHAR)";
            var shown = own[i] is { } mask ? MaskSql.Letter(mask, raw, $"t{i}", column.Type) : raw;
            return hides ? $"CASE WHEN (_bad & {(int)FormRules.Displaced}) = 0 THEN {shown} WHEN {raw} IS NOT NULL THEN '{MaskSql.Redacted}' END" : shown;
        });
    }
}
