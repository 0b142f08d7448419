using System.Runtime.InteropServices;

namespace Runink.Data.Arrow.Rows;

/// <summary>Reads values of a fixed width.</summary>
internal sealed class FixedReader<T, TStored, TStorage>(RowPlace place, bool isNullable, TStorage storage) : ColumnReader<T>(place, isNullable)
    where T : struct
    where TStored : unmanaged
    where TStorage : struct, IValueStorage<T, TStored>
{
    private readonly TStorage _storage = storage;
    private readonly bool _isNullable = isNullable;
    private ReadOnlyMemory<byte> _data;

    internal override Delegate Getter => _isNullable ? (Func<T?>)(() => IsNull ? null : Current()) : (Func<T>)Current;

    protected override bool IsTotal => _storage.IsTotal;

    internal override void Load(ArrowColumn column)
    {
        base.Load(column);
        _data = column.Data;
    }

    protected override bool HasValue(int row) => _storage.TryLoad(Stored(row), out _);

    protected override T Value(int row)
    {
        _storage.TryLoad(Stored(row), out var value);
        return value;
    }

    private TStored Stored(int row) => MemoryMarshal.Cast<byte, TStored>(_data.Span)[row];
}
