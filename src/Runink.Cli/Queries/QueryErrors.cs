using Runink.Pipelines.Diagnostics;

namespace Runink.Cli.Queries;

/// <summary>What can be wrong with <c>runi query</c>.</summary>
internal static class QueryErrors
{
    /// <summary>Not one SELECT.</summary>
    public static readonly ErrorDefinition NotSelect = new("R6911", "a query is not one SELECT",
        "runi query only reads. It takes one statement that selects; nothing that writes, attaches, installs or changes settings.",
        "write one SELECT statement");

    /// <summary>The engine refused it.</summary>
    public static readonly ErrorDefinition Failed = new("R6912", "a query failed",
        "The engine refused the statement or could not compute it.",
        "tables are files of the project ('data/x.csv'), datasets ('parquet://out/x', or their last name where only one has it) "
        + "and the ledger (runink.runs, runink.stages, runink.datasets, runink.dead_letters)");

    /// <summary>A path that may not be read.</summary>
    public static readonly ErrorDefinition Refused = new("R6913", "a query names a path that may not be read",
        "Queries read inside the project and the directories that runink.yaml allows, never Runink's own files.",
        "name a file of the project");

    /// <summary>All of them, for the reference.</summary>
    public static readonly IReadOnlyList<ErrorDefinition> All = [NotSelect, Failed, Refused];
}
