using Runink.Data.Vectors;

namespace Runink.Data.Results;

/// <summary>Reads the rows of a result as .NET values.</summary>
internal sealed class RowReader : IDisposable
{
    private readonly ValueReader[] _columns;

    internal RowReader(QueryResult result)
    {
        _columns = new ValueReader[result.Columns.Count];
        for (var i = 0; i < _columns.Length; i++) _columns[i] = new ValueReader(result.TypeOf(i));
    }

    internal object?[] Read(DataChunk chunk, int row)
    {
        var values = new object?[_columns.Length];
        for (var i = 0; i < values.Length; i++) values[i] = _columns[i].Read(chunk[i], row);
        return values;
    }

    public void Dispose()
    {
        foreach (var column in _columns) column.Dispose();
    }
}
