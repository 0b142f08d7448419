namespace Runink.Data.Arrow.Rows;

/// <summary>Which row the readers of one stream are at.</summary>
internal sealed class RowPlace
{
    internal int Row { get; set; } = -1;
}

/// <summary>Gives the values of a column, row by row. For one thread.</summary>
internal abstract class ColumnReader(bool isNullable)
{
    private ArrowColumn? _column;

    /// <summary>A <c>Func</c> of the column's type in .NET, nullable if NULL may be asked for.</summary>
    internal abstract Delegate Getter { get; }

    /// <summary>Whether some row of the batch could have a value that the getter cannot give.</summary>
    internal bool NeedsCheck => !IsTotal || (!isNullable && Column.NullCount > 0);

    protected ArrowColumn Column => _column!;

    /// <summary>Whether each value that is not NULL can be given.</summary>
    protected abstract bool IsTotal { get; }

    /// <summary>Goes to the column of another batch.</summary>
    internal virtual void Load(ArrowColumn column) => _column = column;

    /// <summary>Whether the value of a row is NULL.</summary>
    internal bool IsNullAt(int row) => Column.IsNull(row);

    /// <summary>Whether the getter can give the value of a row.</summary>
    internal bool Fits(int row) => Column.IsNull(row) ? isNullable : HasValue(row);

    /// <summary>Whether a value that is not NULL can be given.</summary>
    protected abstract bool HasValue(int row);
}

/// <summary>A reader of values of one type.</summary>
internal abstract class ColumnReader<T>(RowPlace place, bool isNullable) : ColumnReader(isNullable)
{
    /// <summary>The value of the row that the stream is at, if it is not NULL and can be given.</summary>
    internal bool TryGet(out T value)
    {
        var row = place.Row;
        if (!Column.IsNull(row) && HasValue(row))
        {
            value = Value(row);
            return true;
        }

        value = default!;
        return false;
    }

    protected bool IsNull => Column.IsNull(place.Row);

    protected T Current() => Value(place.Row);

    protected abstract T Value(int row);
}
