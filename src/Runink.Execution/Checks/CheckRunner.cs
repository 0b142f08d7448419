using System.Globalization;
using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Execution.Sql;
using Runink.Pipelines.Planning;
using Runink.Pipelines.Slices;

namespace Runink.Execution.Checks;

/// <summary>Measures the plan's checks over whole flows, after they were written and before anything is published.</summary>
internal sealed class CheckRunner(EngineConnection connection)
{
    /// <summary>The verdict of one check.</summary>
    public CheckResult Judge(CheckPlan check, long recordsRead, long recordsFailed, CancellationToken cancellation) => check.Kind switch
    {
        CheckKind.PassRate => PassRate.Judge(check, recordsRead, recordsFailed),
        CheckKind.RowCount => RowCount(check, Count($"SELECT count(*) FROM {Flow(check)}", cancellation)),
        CheckKind.NotNull => None(check, Count($"SELECT count(*) FROM {Flow(check)} WHERE {AnyNull(check)}", cancellation), "no null", "rows with null"),
        CheckKind.Unique => None(check, Count(Repeated(check), cancellation), "no repeated key", "repeated keys"),
        _ => throw new InvalidOperationException($"no measure for check {check.Kind}"),
    };

    private static string Flow(CheckPlan check) => StageSql.Relation(check.Input!.Value);

    private static string AnyNull(CheckPlan check) => string.Join(" OR ", check.Fields.Select(field => $"{SqlText.Identifier(field)} IS NULL"));

    // As in SQL, a key with a null in it repeats nothing.
    private static string Repeated(CheckPlan check)
    {
        var keys = SqlText.Identifiers(check.Fields);
        return $"SELECT count(*) FROM (SELECT {keys} FROM {Flow(check)} WHERE NOT ({AnyNull(check)}) GROUP BY {keys} HAVING count(*) > 1)";
    }

    private static CheckResult RowCount(CheckPlan check, long rows)
    {
        var passed = rows >= (check.Minimum ?? 0) && rows <= (check.Maximum ?? double.PositiveInfinity);
        var upper = check.Maximum is { } maximum ? Text(maximum) : "*";
        return CheckResult.Of(check, passed, $"between {Text(check.Minimum ?? 0)} and {upper}", rows.ToString(CultureInfo.InvariantCulture));
    }

    private static CheckResult None(CheckPlan check, long found, string expected, string what) =>
        CheckResult.Of(check, found == 0, expected, $"{found.ToString(CultureInfo.InvariantCulture)} {what}");

    private static string Text(double number) => number.ToString("0.####", CultureInfo.InvariantCulture);

    private long Count(string sql, CancellationToken cancellation)
    {
        using var result = connection.Query(sql, cancellation);
        return Convert.ToInt64(result.Scalar(), CultureInfo.InvariantCulture);
    }
}
