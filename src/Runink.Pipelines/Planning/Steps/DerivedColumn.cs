using Runink.Pipelines.Planning.Sql;
using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Steps;

/// <summary>A column that a step makes from columns of its inputs.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its type.</param>
/// <param name="Origins">The input columns that its values depend on; none for a constant.</param>
internal sealed record DerivedColumn(string Name, ColumnType Type, IReadOnlyCollection<ColumnOrigin> Origins)
{
    /// <summary>The classification that masking clears it to, or null when it inherits the highest of its origins.</summary>
    public Classification? ClearedTo { get; init; }

    /// <summary>A column of one input, unchanged.</summary>
    public static DerivedColumn Copy(FlowState flow, int input, int column)
    {
        var source = flow.Node.Columns[column];
        return new DerivedColumn(source.Name, source.Type, [new ColumnOrigin(input, column)]);
    }
}
