using Runink.Pipelines.Types;

namespace Runink.Pipelines.Planning.Sql;

/// <summary>A flow that a statement may read, under the name that the statement uses.</summary>
internal sealed record SqlInput(string Name, IReadOnlyList<Column> Columns);
