namespace Runink.Pipelines.Planning.Sql;

/// <summary>Facts about the shape of a statement.</summary>
internal static class SqlShape
{
    /// <summary>
    /// Whether the statement reads one flow once and to its end, so that it may run in the same pass as what makes that flow:
    /// no join, subquery, common table expression, set operation, LIMIT, OFFSET or DISTINCT ON, and no condition that an
    /// engine could find false for all records without reading them.
    /// </summary>
    public static bool IsSinglePass(SqlQuery query) =>
        query is SqlSelect { From: SqlNamedTable, CutsRows: false, Ctes.Count: 0 } select
        && !AllExpressions(select).Any(expression => expression is SqlSubquery)
        && select.Filters.All(DependsOnRecords);

    /// <summary>Every expression of a SELECT, outer queries only.</summary>
    public static IEnumerable<SqlExpression> AllExpressions(SqlSelect select) =>
        new[] { select.Items, select.Filters, select.Groups, select.Modifiers }.SelectMany(list => list)
            .SelectMany(WithDescendants);

    /// <summary>An expression and everything inside it.</summary>
    public static IEnumerable<SqlExpression> WithDescendants(SqlExpression expression) =>
        expression.Children.SelectMany(WithDescendants).Prepend(expression);

    // A conjunct without a column is a constant to the engine, which then may not scan at all.
    private static bool DependsOnRecords(SqlExpression filter) => filter is SqlOperator { Type: "CONJUNCTION_AND" } and
        ? and.Operands.All(DependsOnRecords)
        : WithDescendants(filter).Any(IsAboutRecords);

    private static bool IsAboutRecords(SqlExpression expression) =>
        expression is SqlColumn or SqlStar or SqlPosition or SqlCall { IsWindow: true } or SqlCall { Name: "count_star" };
}
