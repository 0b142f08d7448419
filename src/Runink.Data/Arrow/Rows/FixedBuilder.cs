using System.Runtime.InteropServices;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Rows;

/// <summary>Collects values of a fixed width.</summary>
internal sealed class FixedBuilder<T, TStored, TStorage>(ArrowField field, int rows, TStorage storage) : ColumnBuilder<T>(field, rows)
    where T : struct
    where TStored : unmanaged
    where TStorage : struct, IValueStorage<T, TStored>
{
    private readonly TStored[] _values = new TStored[rows];
    private readonly TStorage _storage = storage;

    internal override Delegate Setter => Field.IsNullable ? (Action<T?>)AppendNullable : (Action<T>)Append;

    protected override void Append(T value)
    {
        if (_storage.TryStore(value, out _values[Count])) Put();
        else PutUnfit();
    }

    protected override void PutNothing() => _values[Count] = default;

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity)
    {
        var bytes = MemoryMarshal.AsBytes(_values.AsSpan(0, count));
        var data = memory.Rent(bytes.Length);
        bytes.CopyTo(data.Span);
        return new ArrowColumn(Field, count) { NullCount = nulls, Validity = validity, Data = data[..bytes.Length] };
    }

    private void AppendNullable(T? value)
    {
        if (value is { } given) Append(given);
        else PutNull();
    }
}
