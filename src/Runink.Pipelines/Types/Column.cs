namespace Runink.Pipelines.Types;

/// <summary>A column of a flow: its name, its type, and how sensitive what it holds is.</summary>
/// <param name="Name">Name as written in the contract or file; compared without case, as SQL does.</param>
/// <param name="Type">Engine-neutral type.</param>
/// <param name="Classification">Sensitivity after everything that was done to it so far.</param>
public sealed record Column(string Name, ColumnType Type, Classification Classification = Classification.Internal);
