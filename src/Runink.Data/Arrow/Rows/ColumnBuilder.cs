using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Rows;

/// <summary>Collects the values of a column, row by row, until a batch is full. For one thread.</summary>
internal abstract class ColumnBuilder(ArrowField field, int rows)
{
    private readonly byte[] _isValid = new byte[rows];
    private int _nulls;

    /// <summary>The column's name and type.</summary>
    internal ArrowField Field { get; } = field;

    /// <summary>An <c>Action</c> of the column's type in .NET, nullable if the field is; it puts a value at the end.</summary>
    internal abstract Delegate Setter { get; }

    /// <summary>Bytes of values whose width is not fixed.</summary>
    internal virtual long Bytes => 0;

    /// <summary>Whether the last value could not be stored; NULL stands there instead.</summary>
    internal bool IsUnfit { get; private set; }

    /// <summary>The rows collected so far.</summary>
    protected int Count { get; private set; }

    /// <summary>Puts a NULL at the end.</summary>
    internal void PutNull()
    {
        PutNothing();
        _isValid[Count++] = 0;
        _nulls++;
        IsUnfit = false;
    }

    /// <summary>Makes the column, and begins anew.</summary>
    internal ArrowColumn Finish(BatchMemory memory)
    {
        ReadOnlyMemory<byte> validity = default;
        if (_nulls > 0) validity = Pack(_isValid.AsSpan(0, Count), memory);
        var column = MakeColumn(memory, Count, _nulls, validity);
        (Count, _nulls) = (0, 0);
        return column;
    }

    /// <summary>What puts the value of another stream's row here; null when its values are of another type.</summary>
    internal abstract Action? Copy(ColumnReader from);

    /// <summary>Counts a value that was put.</summary>
    protected void Put()
    {
        _isValid[Count++] = 1;
        IsUnfit = false;
    }

    /// <summary>Puts a NULL for a value that cannot be stored.</summary>
    protected void PutUnfit()
    {
        PutNull();
        IsUnfit = true;
    }

    /// <summary>Takes room for a NULL.</summary>
    protected abstract void PutNothing();

    protected abstract ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity);

    /// <summary>A bit for each byte that is not zero.</summary>
    protected static ReadOnlyMemory<byte> Pack(ReadOnlySpan<byte> values, BatchMemory memory)
    {
        var bits = memory.Rent(BitSpan.Bytes(values.Length) + 2);
        BitSpan.Pack(values, bits.Span);
        return bits[..BitSpan.Bytes(values.Length)];
    }
}

/// <summary>A builder of values of one type.</summary>
internal abstract class ColumnBuilder<T>(ArrowField field, int rows) : ColumnBuilder(field, rows)
{
    internal override Action? Copy(ColumnReader from) => from is not ColumnReader<T> same ? null : () =>
    {
        if (same.TryGet(out var value)) Append(value);
        else PutNull();
    };

    protected abstract void Append(T value);
}
