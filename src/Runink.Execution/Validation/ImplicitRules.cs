using Runink.Pipelines.Planning;
using Runink.Pipelines.Types;

namespace Runink.Execution.Validation;

/// <summary>
/// What a source demands of its records when no contract is enforced: that each value is of its column's type, written as a contract that gave the column says.
/// </summary>
internal static class ImplicitRules
{
    /// <summary>One type rule per column that is not text; Parquet has types already.</summary>
    /// <param name="source">The source.</param>
    /// <param name="retyped">The columns that files of Parquet have with other types.</param>
    public static IReadOnlyList<RecordRule> Of(SourceNode source, IReadOnlySet<string>? retyped = null) =>
    [
        .. source.Columns.Where(column => column.Type.Kind != TypeKind.Text && (source.Dataset.Format != "parquet" || IsIn(retyped, column)))
            .Select(column => source.TypeRules?.FirstOrDefault(rule => rule.Fields[0] == column.Name) ?? OfType(column)),
    ];

    private static bool IsIn(IReadOnlySet<string>? retyped, Column column) => retyped is not null && retyped.Contains(column.Name);

    private static RecordRule OfType(Column column) => new()
    {
        Kind = RuleKind.LogicalType,
        Fields = [column.Name],
        Name = "logicalType",
        Expected = column.Type.ToString(),
    };
}
