namespace Runink.Data.Arrow;

/// <summary>The columns of a stream or file. Immutable.</summary>
/// <param name="Fields">The columns, in order.</param>
public sealed record ArrowSchema(IReadOnlyList<ArrowField> Fields)
{
    /// <summary>Notes of whoever wrote.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Metadata { get; init; } = [];
}
