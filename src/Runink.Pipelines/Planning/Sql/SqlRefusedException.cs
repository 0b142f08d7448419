using Runink.Pipelines.Diagnostics;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>Ends the analysis of one statement; <see cref="SqlAnalyzer"/> turns it into a diagnostic.</summary>
internal sealed class SqlRefusedException(ErrorDefinition definition, string message, int? location, string? hint = null)
    : Exception(message)
{
    public ErrorDefinition Definition { get; } = definition;

    /// <summary>Byte offset in the statement.</summary>
    public int? Location { get; } = location;

    public string? Hint { get; } = hint;
}
