using System.Runtime.CompilerServices;

namespace Runink.Execution.Sources;

/// <summary>
/// The caller's memory that one batch is written into: a vector per wanted column, and for every record its number,
/// place and problems. A row pointer that is left null is not written. Reused between batches; used by one thread.
/// </summary>
/// <param name="columns">Number of wanted columns.</param>
public sealed unsafe class BatchTarget(int columns)
{
    /// <summary>Most records in a batch: every vector has room for as many.</summary>
    public const int Capacity = 2048;

    /// <summary>One vector per wanted column; the caller sets them before each batch.</summary>
    public CellVector[] Columns { get; } = new CellVector[columns];

    /// <summary>Number of each record in its file, from 1, header not counted.</summary>
    public long* Numbers { get; set; }

    /// <summary>Physical line on which each record begins, from 1.</summary>
    public long* Lines { get; set; }

    /// <summary>Offset of each record's first byte in its file.</summary>
    public long* Offsets { get; set; }

    /// <summary>Bytes of each record, without the line end.</summary>
    public long* Lengths { get; set; }

    /// <summary><see cref="RecordProblems"/> of each record.</summary>
    public RecordProblems* Problems { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal void Describe(int row, long number, long line, long offset, long length, RecordProblems problems)
    {
        if (Numbers != null) Numbers[row] = number;
        if (Lines != null) Lines[row] = line;
        if (Offsets != null) Offsets[row] = offset;
        if (Lengths != null) Lengths[row] = length;
        if (Problems != null) Problems[row] = problems;
    }

    /// <summary>Marks every cell of a column as a value, or as null with an empty cell.</summary>
    internal void Fill(int column, bool valid)
    {
        CellVector vector = Columns[column];
        new Span<ulong>(vector.Validity, Capacity / 64).Fill(valid ? ulong.MaxValue : 0);
        if (!valid) new Span<StringCell>(vector.Cells, Capacity).Clear();
    }
}
