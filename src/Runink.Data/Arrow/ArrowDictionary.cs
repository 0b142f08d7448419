namespace Runink.Data.Arrow;

/// <summary>Says that a column holds places in a dictionary, which travels by itself. Immutable.</summary>
/// <param name="Id">Which dictionary; several fields may share one.</param>
/// <param name="Index">The type of the places.</param>
/// <param name="IsOrdered">Whether the order of the values means something.</param>
public sealed record ArrowDictionary(long Id, ArrowType.Int Index, bool IsOrdered);
