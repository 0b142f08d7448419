namespace Runink.Data.Engines;

/// <summary>How far a running query is, by the engine's estimate.</summary>
/// <param name="Percentage">0 to 100, or null when the engine cannot tell.</param>
/// <param name="RowsProcessed">Rows that have gone through sources so far, over all pipelines of the query.</param>
/// <param name="TotalRows">Rows that they are thought to hold; 0 while one cannot tell, like a table function of ours.</param>
public readonly record struct QueryProgress(double? Percentage, long RowsProcessed, long TotalRows);
