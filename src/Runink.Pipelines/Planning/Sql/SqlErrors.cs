using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>What can be wrong with SQL in a feature: R4xxx.</summary>
public static class SqlErrors
{
    /// <summary>The engine's parser does not accept it.</summary>
    public static readonly ErrorDefinition Syntax = new("R4001", "SQL does not parse",
        "The statement is not valid in DuckDB's dialect of SQL.",
        "correct the statement; the caret stands where the parser stopped");

    /// <summary>Anything but one SELECT.</summary>
    public static readonly ErrorDefinition StatementNotAllowed = new("R4002", "only one SELECT is allowed",
        "A step holds one SELECT (or VALUES) over the flows it names. Statements that write, attach, configure or "
            + "inspect the engine are refused.",
        "write one SELECT over the flows that the step names");

    /// <summary>A table that is neither a named flow nor a CTE.</summary>
    public static readonly ErrorDefinition TableNotAllowed = new("R4003", "table is not a flow of this step",
        "SQL may read the flows that its step names and its own common table expressions, never files, schemas or system tables.",
        "read a dataset with a Given step and name its flow in the step");

    /// <summary>A function that is not on the list.</summary>
    public static readonly ErrorDefinition FunctionNotAllowed = new("R4004", "function is not allowed",
        "Functions come from a list of pure ones (docs/reference/sql.md). What reads files, settings, the catalogue or "
            + "other SQL is not on it.",
        "use a function of docs/reference/sql.md");

    /// <summary>Time, randomness, samples.</summary>
    public static readonly ErrorDefinition NotDeterministic = new("R4005", "result would differ from run to run",
        "A run must be repeatable: resumed, replayed or run again on the same input, it must give the same output. "
            + "Clocks, random numbers and samples do not.",
        "use {{run.day}} for the day of the run, or a column of the data");

    /// <summary>A form of SQL that the analysis does not know.</summary>
    public static readonly ErrorDefinition NotAnalysed = new("R4006", "SQL that Runink cannot analyse",
        "Every part of a statement must be understood before it runs; what is not known is refused.",
        "write it with the constructs of docs/reference/sql.md");

    /// <summary>WITH RECURSIVE.</summary>
    public static readonly ErrorDefinition Recursive = new("R4007", "recursive query",
        "A recursive query has no bound on its work that can be known beforehand; this version refuses it.",
        "use range(…) or a join instead");

    /// <summary>Question marks and dollar names.</summary>
    public static readonly ErrorDefinition Parameter = new("R4008", "prepared-statement parameter",
        "Parameters like ? and $1 are filled by nobody here.",
        "write {{param.name}} and give the value with --param name=value");

    /// <summary>The engine cannot bind it: unknown column, wrong types.</summary>
    public static readonly ErrorDefinition Binding = new("R4009", "SQL does not fit its inputs",
        "The statement was bound against the columns that the flows will have, without data, and does not fit them.",
        "compare the names and types with the columns that 'runi explain' shows");

    /// <summary>Two output columns of one name.</summary>
    public static readonly ErrorDefinition DuplicateColumn = new("R4010", "two output columns have the same name",
        "Columns of a flow are told apart by name, without case.",
        "give one of them an alias, or leave it out with EXCLUDE");

    /// <summary>A condition that is more than a condition.</summary>
    public static readonly ErrorDefinition Condition = new("R4011", "not a condition over one record",
        "A condition is one expression that is true or false for each record: no subquery, aggregate, window, star or comment.",
        "write it like \"quantity > 0\"; for more, calculate a flow by SQL");

    /// <summary>Nested deeper than the analysis goes.</summary>
    public static readonly ErrorDefinition TooComplex = new("R4012", "SQL is too long or too deeply nested",
        "A statement may have 100,000 characters and 200 levels of nesting.",
        "split it into several steps");

    /// <summary>An input that the statement does not read.</summary>
    public static readonly ErrorDefinition UnusedInput = new("R4013", "flow is named but not read",
        "The step names a flow that its SQL never reads.",
        "remove it from the step, or read it");

    /// <summary>Every definition, for the reference page.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All =
    [
        Syntax, StatementNotAllowed, TableNotAllowed, FunctionNotAllowed, NotDeterministic, NotAnalysed, Recursive, Parameter,
        Binding, DuplicateColumn, Condition, TooComplex, UnusedInput,
    ];
}
