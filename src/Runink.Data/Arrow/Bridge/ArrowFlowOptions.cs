namespace Runink.Data.Arrow.Bridge;

/// <summary>How SQL sees a stream.</summary>
public sealed record ArrowFlowOptions
{
    /// <summary>The usual: every field is a column, and nothing else.</summary>
    public static ArrowFlowOptions Default { get; } = new();

    /// <summary>The indexes of the fields that are columns, in their order; null for all. The others may be of any type.</summary>
    public IReadOnlyList<int>? Fields { get; init; }

    /// <summary>The name of one more column, behind the fields: the number of each row in the stream, from 1. Null for none.</summary>
    public string? RowNumber { get; init; }

    /// <summary>Says in other words what is wrong with the bytes, for who knows where they come from; null keeps the exception.</summary>
    public Func<ArrowFormatException, Exception>? Explain { get; init; }
}
