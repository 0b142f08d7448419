namespace Runink.Pipelines.Planning.Sql;

/// <summary>
/// A query of the parsed statement: everything that is not listed here was refused by <see cref="SqlTreeReader"/>.
/// </summary>
internal abstract record SqlQuery
{
    /// <summary>Common table expressions, in order; each sees the ones before it.</summary>
    public required IReadOnlyList<SqlCte> Ctes { get; init; }

    /// <summary>Expressions of ORDER BY, LIMIT, OFFSET and DISTINCT ON.</summary>
    public required IReadOnlyList<SqlExpression> Modifiers { get; init; }

    /// <summary>Whether LIMIT, OFFSET or DISTINCT ON may end a scan before its end.</summary>
    public required bool CutsRows { get; init; }

    /// <summary>Whether any modifier stands behind the query, expressions or not.</summary>
    public required bool IsModified { get; init; }
}

/// <summary>SELECT … FROM ….</summary>
internal sealed record SqlSelect : SqlQuery
{
    public required IReadOnlyList<SqlExpression> Items { get; init; }

    public required SqlTable From { get; init; }

    /// <summary>WHERE, HAVING and QUALIFY.</summary>
    public required IReadOnlyList<SqlExpression> Filters { get; init; }

    public required IReadOnlyList<SqlExpression> Groups { get; init; }
}

/// <summary>UNION, EXCEPT or INTERSECT.</summary>
internal sealed record SqlSetOperation : SqlQuery
{
    public required SqlQuery Left { get; init; }

    public required SqlQuery Right { get; init; }

    public required bool ByName { get; init; }
}

/// <summary>One common table expression.</summary>
internal sealed record SqlCte(string Name, IReadOnlyList<string> Aliases, SqlQuery Query);

/// <summary>What stands in FROM.</summary>
internal abstract record SqlTable
{
    public string Alias { get; init; } = "";

    public IReadOnlyList<string> ColumnAliases { get; init; } = [];

    /// <summary>Byte offset in the statement, where the parser kept one.</summary>
    public int? Location { get; init; }
}

/// <summary>A name: a flow or a common table expression.</summary>
internal sealed record SqlNamedTable(string Name) : SqlTable;

/// <summary>A join of any form.</summary>
internal sealed record SqlJoin(SqlTable Left, SqlTable Right, SqlExpression? Condition) : SqlTable
{
    /// <summary>Columns of USING, which appear once in the result.</summary>
    public required IReadOnlyList<string> Using { get; init; }

    public required bool IsNatural { get; init; }

    /// <summary>SEMI and ANTI joins yield the left columns only.</summary>
    public required bool LeftOnly { get; init; }
}

/// <summary>A query in parentheses.</summary>
internal sealed record SqlDerivedTable(SqlQuery Query) : SqlTable;

/// <summary>A table function.</summary>
internal sealed record SqlFunctionTable(SqlCall Call, bool WithOrdinality) : SqlTable;

/// <summary>VALUES.</summary>
internal sealed record SqlValues(IReadOnlyList<IReadOnlyList<SqlExpression>> Rows) : SqlTable;

/// <summary>No FROM at all.</summary>
internal sealed record SqlNoTable : SqlTable;

/// <summary>An expression.</summary>
internal abstract record SqlExpression
{
    public string Alias { get; init; } = "";

    /// <summary>Byte offset in the statement, where the parser kept one.</summary>
    public int? Location { get; init; }

    /// <summary>Direct operands.</summary>
    public virtual IReadOnlyList<SqlExpression> Children => [];
}

/// <summary>A possibly qualified name: column, table.column, column.field, or a whole row.</summary>
internal sealed record SqlColumn(IReadOnlyList<string> Names) : SqlExpression;

/// <summary>A column by its number: <c>#1</c>.</summary>
internal sealed record SqlPosition(int Index) : SqlExpression;

/// <summary><c>*</c>, <c>t.*</c> and <c>COLUMNS(…)</c>.</summary>
internal sealed record SqlStar(string Relation, SqlExpression? Selector) : SqlExpression
{
    /// <summary>Whether it is <c>COLUMNS(…)</c>, which may stand inside an expression.</summary>
    public required bool IsColumns { get; init; }

    public required IReadOnlyList<string> Exclude { get; init; }

    public required IReadOnlyDictionary<string, SqlExpression> Replace { get; init; }

    public required IReadOnlyDictionary<string, string> Rename { get; init; }

    public override IReadOnlyList<SqlExpression> Children => Selector is null
        ? [.. Replace.Values]
        : [Selector, .. Replace.Values];
}

/// <summary>
/// A call of a scalar, aggregate or window function; <see cref="Operands"/> holds all that its result may depend on.
/// </summary>
internal sealed record SqlCall(string Name, string Schema, int Arity, IReadOnlyList<SqlExpression> Operands) : SqlExpression
{
    public required bool IsWindow { get; init; }

    public override IReadOnlyList<SqlExpression> Children => Operands;
}

/// <summary>A query as a value, EXISTS, IN or ANY; <see cref="Operand"/> is what it is compared with.</summary>
internal sealed record SqlSubquery(SqlQuery Query, SqlExpression? Operand) : SqlExpression
{
    public override IReadOnlyList<SqlExpression> Children => Operand is null ? [] : [Operand];
}

/// <summary>A lambda; its parameters hide columns of the same name inside the body.</summary>
internal sealed record SqlLambda(IReadOnlyList<string> Parameters, SqlExpression Body) : SqlExpression
{
    public override IReadOnlyList<SqlExpression> Children => [Body];
}

/// <summary>A constant, or an operator whose result depends on its operands and nothing else.</summary>
internal sealed record SqlOperator(string Type, IReadOnlyList<SqlExpression> Operands) : SqlExpression
{
    public override IReadOnlyList<SqlExpression> Children => Operands;
}
