using Runink.Data.Results;

namespace Runink.Data.Functions;

/// <summary>A table function with its arguments: knows its columns and can be read any number of times. Immutable.</summary>
public abstract class TableScan
{
    /// <summary>The columns it can deliver.</summary>
    public abstract IReadOnlyList<EngineColumn> Columns { get; }

    /// <summary>About how many rows it delivers, for the planner; null when unknown.</summary>
    public virtual long? EstimatedRows => null;

    /// <summary>
    /// Starts one reading. <paramref name="projection"/> holds the index of each column that is wanted, in the order in which
    /// readers write them. A query that only counts rows asks for the first column, so let that be a cheap one.
    /// </summary>
    protected internal abstract TableSource Open(IReadOnlyList<int> projection);
}
