using Runink.Data.Arrow.Ipc;

namespace Runink.Data.Arrow.Rows;

/// <summary>
/// Reads a stream row by row, as values of .NET: <c>string</c>, <c>bool</c>, whole numbers, <c>float</c>, <c>double</c>,
/// <c>decimal</c>, <c>DateOnly</c>, <c>TimeOnly</c>, <c>DateTime</c> for timestamps without a zone, <c>DateTimeOffset</c> for those with
/// one, <c>byte[]</c>. One batch is in memory at a time. For one thread.
/// </summary>
public sealed class RowReader : IDisposable
{
    private readonly ArrowStreamReader _stream;
    private readonly RowPlace _place = new();
    private readonly ColumnReader[] _columns;
    private readonly List<int> _checked = [];
    private RecordBatch? _batch;

    /// <summary>Takes a stream over.</summary>
    /// <param name="stream">Disposed with the reader.</param>
    /// <param name="isNullable">For each column whether its getter gives NULL as null; else such a row is unfit.</param>
    /// <exception cref="ArrowFormatException">A column has a type that .NET has no type for here.</exception>
    public RowReader(ArrowStreamReader stream, IReadOnlyList<bool> isNullable)
    {
        _stream = stream;
        _columns = [.. stream.Schema.Fields.Zip(isNullable, (field, nullable) => RowColumns.Reader(field, _place, nullable))];
        Getters = [.. _columns.Select(column => column.Getter)];
    }

    /// <summary>For each column a <c>Func</c> that gives the value of the row that the reader is at.</summary>
    public IReadOnlyList<Delegate> Getters { get; }

    /// <summary>Moves to the next row; false when there is none. Waits until one has come.</summary>
    /// <exception cref="ArrowFormatException">The stream is damaged, or ends without the mark of its end.</exception>
    public bool Next()
    {
        if (_batch is not null && ++_place.Row < _batch.RowCount) return true;
        return NextBatch();
    }

    /// <summary>The first column whose getter cannot give the value of this row; -1 when there is none.</summary>
    public int FindUnfit()
    {
        foreach (var column in _checked)
        {
            if (!_columns[column].Fits(_place.Row)) return column;
        }

        return -1;
    }

    /// <summary>Whether a column of this row is NULL.</summary>
    public bool IsNull(int column) => _columns[column].IsNullAt(_place.Row);

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        _batch?.Dispose();
        _stream.Dispose();
    }

    internal ColumnReader Column(int index) => _columns[index];

    private bool NextBatch()
    {
        do
        {
            _batch?.Dispose();
            _batch = _stream.Read();
        }
        while (_batch is { RowCount: 0 });
        if (_batch is null) return _stream.EndedByMark ? false : throw new ArrowFormatException("the stream ends without the mark of its end");
        _checked.Clear();
        for (var i = 0; i < _columns.Length; i++)
        {
            _columns[i].Load(_batch.Columns[i]);
            if (_columns[i].NeedsCheck) _checked.Add(i);
        }

        _place.Row = 0;
        return true;
    }
}
