namespace Runink.Execution.Sources;

/// <summary>Where the values of one column of a batch go: cells and a validity mask in the caller's memory.</summary>
/// <param name="cells">Room for <see cref="BatchTarget.Capacity"/> cells.</param>
/// <param name="validity">One bit per cell, 1 = not null; the reader sets every bit that it counts as a record.</param>
public readonly unsafe struct CellVector(StringCell* cells, ulong* validity)
{
    /// <summary>The cells; a null value has an empty cell.</summary>
    public StringCell* Cells { get; } = cells;

    /// <summary>The validity mask.</summary>
    public ulong* Validity { get; } = validity;
}
