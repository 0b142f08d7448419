using Runink.Data.Engines;
using Runink.Data.Sql;
using Runink.Pipelines.Diagnostics;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// Judges the SQL of a feature: parsed, read strictly, held against the allow-list, bound against the columns that its
/// inputs will have, and traced column by column. Nothing a person wrote is executed. Not thread-safe.
/// </summary>
internal sealed class SqlAnalyzer(SqlEngine engine)
{
    private const int MaxLength = 100_000;

    // As long as "SELECT (", so that offsets mean the same with and without parentheses.
    private const string ConditionPrefix = "SELECT  ";

    /// <summary>Analyses a SELECT; null when <paramref name="diagnostics"/> got an error.</summary>
    public SqlAnalysis? Analyze(SqlSource source, IReadOnlyList<SqlInput> inputs, ICollection<Diagnostic> diagnostics)
    {
        try
        {
            var query = Read(source.Text);
            // As it will be embedded: what follows a comment sign or an open quote must not be swallowed.
            if (engine.Parse($"SELECT * FROM (\n{source.Text}\n)").Count != 1) throw OneStatement();
            var guard = new SqlGuard([.. inputs.Select(input => input.Name)]);
            guard.Check(query);
            var bound = Bind($"SELECT * FROM (\n{source.Text}\n)", "SELECT * FROM (\n".Length, source, inputs, diagnostics);
            if (bound is null) return null;
            var lineage = LineageTracer.Trace(query, inputs, [.. bound.Select(column => column.Name)]);
            RefuseDuplicates(lineage);
            var singlePass = inputs.Count == 1 && guard.References == 1 && SqlShape.IsSinglePass(query);
            var unread = inputs.Select(input => input.Name).Where(name => !guard.Read.Contains(name));
            return new SqlAnalysis(source.Text, bound, lineage, singlePass, [.. unread]);
        }
        catch (SqlRefusedException refused)
        {
            diagnostics.Add(refused.Definition.Error(refused.Message, source.AtByte(refused.Location), refused.Hint));
            return null;
        }
    }

    /// <summary>Checks a condition over one record of a flow; false when <paramref name="diagnostics"/> got an error.</summary>
    public bool CheckCondition(SqlSource source, SqlInput input, ICollection<Diagnostic> diagnostics)
    {
        var from = $" FROM {SqlText.Identifier(input.Name)}";
        try
        {
            ReadCondition(source.Text, from, input.Name);
            var bound = Bind($"{ConditionPrefix}{source.Text}{from}", ConditionPrefix.Length, source, [input], diagnostics);
            if (bound is null) return false;
            if (bound[0].Type != ColumnType.Boolean)
            {
                throw new SqlRefusedException(
                    SqlErrors.Condition, $"this gives {bound[0].Type}, a condition gives true or false", null);
            }

            // As it will run: a list of columns may hold what a condition may not, as unnest(…).
            var where = $"SELECT 1{from} WHERE (";
            return Bind($"{where}{source.Text})", where.Length, source, [input], diagnostics) is not null;
        }
        catch (SqlRefusedException refused)
        {
            // Offsets count from the SELECT that was put before the condition.
            var at = refused.Location is null ? null : refused.Location - ConditionPrefix.Length;
            diagnostics.Add(refused.Definition.Error(refused.Message, source.AtByte(at), refused.Hint));
            return false;
        }
    }

    private SqlQuery Read(string sql)
    {
        if (sql.Length > MaxLength)
            throw new SqlRefusedException(SqlErrors.TooComplex, $"this SQL has {sql.Length:N0} characters", 0);
        if (sql.Contains('\0', StringComparison.Ordinal))
            throw new SqlRefusedException(SqlErrors.Syntax, "a NUL character cannot stand in SQL", 0, "remove it");
        if (sql.Trim().Length == 0)
            throw new SqlRefusedException(SqlErrors.Syntax, "there is no statement", 0, "write one SELECT");
        var statements = engine.Parse(sql);
        if (statements.Count != 1) throw OneStatement();
        return SqlTreeReader.ReadStatement(statements[0]);
    }

    private static SqlRefusedException OneStatement() =>
        new(SqlErrors.StatementNotAllowed, "a step holds one statement", 0, "split it into several steps");

    /// <summary>
    /// A condition must be one expression both bare and in parentheses, so that it stays one wherever it is put.
    /// </summary>
    private void ReadCondition(string text, string from, string flow)
    {
        var bare = Read($"{ConditionPrefix}{text}{from}");
        _ = Read($"SELECT ({text}){from}");
        var isOneExpression = bare is SqlSelect
        {
            Items: [{ Alias: "" }],
            From: SqlNamedTable { Alias: "" } table,
            Filters: [],
            Groups: [],
            Ctes: [],
            IsModified: false,
        } && string.Equals(table.Name, flow, StringComparison.Ordinal);
        if (!isOneExpression) throw new SqlRefusedException(SqlErrors.Condition, "this is not one condition", null);
        var wrong = SqlShape.AllExpressions((SqlSelect)bare)
            .FirstOrDefault(part => part is SqlSubquery or SqlStar or SqlCall { IsWindow: true });
        if (wrong is not null)
        {
            throw new SqlRefusedException(SqlErrors.Condition, "a condition is about one record: no subquery, star or window",
                wrong.Location);
        }

        new SqlGuard([flow]).Check(bare);
        var aggregate = SqlShape.AllExpressions((SqlSelect)bare).OfType<SqlCall>()
            .FirstOrDefault(call => SqlFunctions.IsAggregate(call.Name));
        if (aggregate is not null)
            throw new SqlRefusedException(SqlErrors.Condition, $"{aggregate.Name}() is about many records", aggregate.Location);
    }

    /// <summary>Binds a query over inputs that have the right columns and no rows.</summary>
    private List<(string Name, ColumnType Type)>? Bind(
        string query, int offset, SqlSource source, IReadOnlyList<SqlInput> inputs, ICollection<Diagnostic> diagnostics)
    {
        var tables = inputs.Select(input =>
        {
            var columns = input.Columns.Select(
                column => $"CAST(NULL AS {DuckDbType.Of(column.Type)}) AS {SqlText.Identifier(column.Name)}");
            return $"{SqlText.Identifier(input.Name)} AS (SELECT {string.Join(", ", columns)})";
        });
        var prefix = $"WITH {string.Join(", ", tables)} ";
        try
        {
            return [.. engine.Bind(prefix + query).Select(column => (column.Name, ColumnTypeParser.FromEngine(column.Type)))];
        }
        catch (EngineException refused)
        {
            var at = refused.Position is { } position && position >= prefix.Length + offset
                ? position - prefix.Length - offset
                : (int?)null;
            diagnostics.Add(EngineMessage.ToDiagnostic(refused.Message, source.AtCharacter(at)));
            return null;
        }
    }

    // The engine would number the second one; a person meant something else.
    private static void RefuseDuplicates(ColumnLineage lineage)
    {
        var names = lineage.Columns.Select(column => column.Name).OfType<string>();
        var twice = names.GroupBy(name => name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(group => group.Count() > 1);
        if (twice is not null)
            throw new SqlRefusedException(SqlErrors.DuplicateColumn, $"two columns of the result are called \"{twice.Key}\"",
                null);
    }
}
