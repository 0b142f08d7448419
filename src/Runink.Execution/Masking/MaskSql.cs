using Runink.Pipelines.Planning;
using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Execution.Masking;

/// <summary>SQL expressions that mask a value. Null stays null.</summary>
internal static class MaskSql
{
    /// <summary>What a redacted value reads.</summary>
    public const string Redacted = "REDACTED";

    /// <summary>Masks a typed value.</summary>
    /// <param name="mask">The method.</param>
    /// <param name="value">An SQL expression.</param>
    /// <param name="type">Its type.</param>
    public static string Typed(FieldMask mask, string value, ColumnType type) => mask.Method switch
    {
        MaskMethod.Null => $"CAST(NULL AS {DuckDbType.Of(type)})",
        MaskMethod.Generalise => Generalise(mask, value, type),
        _ => Text(mask, type.Kind == TypeKind.Text ? value : $"CAST({value} AS VARCHAR)"),
    };

    /// <summary>
    /// Masks the text of a value that may not be castable: what a dead letter shows. A value that cannot be generalised because it
    /// is not of its type is redacted.
    /// </summary>
    /// <param name="mask">The method.</param>
    /// <param name="raw">An SQL expression of type VARCHAR.</param>
    /// <param name="typed">The cast value, null where the cast failed.</param>
    /// <param name="type">Type of <paramref name="typed"/>.</param>
    public static string Letter(FieldMask mask, string raw, string typed, ColumnType type) => mask.Method switch
    {
        MaskMethod.Null => "NULL",
        MaskMethod.Generalise =>
            $"CASE WHEN {raw} IS NOT NULL THEN coalesce(CAST({Generalise(mask, typed, type)} AS VARCHAR), '{Redacted}') END",
        _ => Text(mask, raw),
    };

    private static string Text(FieldMask mask, string text) => mask.Method switch
    {
        MaskMethod.Redact => $"CASE WHEN {text} IS NOT NULL THEN '{Redacted}' END",
        MaskMethod.Hash => $"{KeyedHash.HashName}({text})",
        MaskMethod.Tokenize => $"{KeyedHash.TokenName}({text})",
        MaskMethod.KeepLast => KeepLast(text, mask.Keep),
        _ => throw new InvalidOperationException($"no SQL for mask {mask.Method}"),
    };

    // A value not longer than what is kept would be shown whole; it is hidden whole instead.
    private static string KeepLast(string text, int keep) =>
        $"CASE WHEN length({text}) > {keep} THEN repeat('*', length({text}) - {keep}) || right({text}, {keep}) ELSE repeat('*', length({text})) END";

    private static string Generalise(FieldMask mask, string value, ColumnType type)
    {
        if (mask.To is "month" or "year")
        {
            var truncated = $"date_trunc('{mask.To}', {value})";
            return type.Kind == TypeKind.Date ? $"CAST({truncated} AS DATE)" : truncated;
        }

        return BucketSql.LowerEnd(value, mask.To!, type);
    }
}
