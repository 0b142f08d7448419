using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>What is known of a statement that passed every check.</summary>
/// <param name="Text">
/// The statement. It stays one statement when put in parentheses between line ends, whatever comments it ends in.
/// </param>
/// <param name="Columns">Names and types of its output, classifications not yet set.</param>
/// <param name="Lineage">What each output column is made from.</param>
/// <param name="IsSinglePass">See <see cref="SqlNode.SinglePass"/>.</param>
/// <param name="Unread">Inputs that it never reads.</param>
internal sealed record SqlAnalysis(
    string Text, IReadOnlyList<(string Name, ColumnType Type)> Columns, ColumnLineage Lineage, bool IsSinglePass,
        IReadOnlyList<string> Unread);
