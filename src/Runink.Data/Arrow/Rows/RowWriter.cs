using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Rows;

/// <summary>
/// Writes a stream row by row, from values of .NET: those that <see cref="RowReader"/> gives. A row is put column by column, in any order, and
/// then ended. For one thread.
/// </summary>
public sealed class RowWriter
{
    /// <summary>The rows after which a batch is written.</summary>
    public const int BatchRows = 16 << 10;

    /// <summary>The bytes of texts and binaries after which a batch is written, however few rows it has.</summary>
    public const long BatchBytes = 8 << 20;

    private readonly ArrowStreamWriter _stream;
    private readonly ColumnBuilder[] _columns;
    private int _rows;

    /// <summary>Writes into a stream, which stays the caller's.</summary>
    /// <exception cref="ArrowFormatException">A column has a type that .NET has no type for here.</exception>
    public RowWriter(ArrowStreamWriter stream)
    {
        _stream = stream;
        _columns = [.. stream.Schema.Fields.Select(field => RowColumns.Builder(field, BatchRows))];
        Setters = [.. _columns.Select(column => column.Setter)];
    }

    /// <summary>For each column an <c>Action</c> that puts its value into the row; it takes null where the field is nullable.</summary>
    public IReadOnlyList<Delegate> Setters { get; }

    /// <summary>Puts a NULL.</summary>
    public void PutNull(int column) => _columns[column].PutNull();

    /// <summary>What puts the value of a reader's row into a column, NULL where it has none; null when the types differ.</summary>
    public Action? Copy(int column, RowReader from, int fromColumn)
    {
        ArgumentNullException.ThrowIfNull(from);
        return _columns[column].Copy(from.Column(fromColumn));
    }

    /// <summary>The first column of this row whose type cannot hold the value that was put, which is NULL now; -1 when there is none.</summary>
    public int FindUnfit() => Array.FindIndex(_columns, column => column.IsUnfit);

    /// <summary>Ends a row into which every column was put. Writes what has come together when it is enough.</summary>
    public void EndRow()
    {
        if (++_rows == BatchRows || _columns.Sum(column => column.Bytes) >= BatchBytes) Flush();
    }

    /// <summary>Writes the rest, and the mark of the end.</summary>
    public void Complete()
    {
        if (_rows > 0) Flush();
        _stream.End();
    }

    private void Flush()
    {
        var memory = new BatchMemory();
        using var batch = new RecordBatch(_stream.Schema, _rows, [.. _columns.Select(column => column.Finish(memory))], memory);
        _rows = 0;
        _stream.Write(batch);
    }
}
