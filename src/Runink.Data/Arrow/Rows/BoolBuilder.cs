using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Rows;

/// <summary>Collects booleans.</summary>
internal sealed class BoolBuilder(ArrowField field, int rows) : ColumnBuilder<bool>(field, rows)
{
    private readonly byte[] _values = new byte[rows];

    internal override Delegate Setter => Field.IsNullable ? (Action<bool?>)AppendNullable : (Action<bool>)Append;

    protected override void Append(bool value)
    {
        _values[Count] = value ? (byte)1 : (byte)0;
        Put();
    }

    protected override void PutNothing() => _values[Count] = 0;

    protected override ArrowColumn MakeColumn(BatchMemory memory, int count, int nulls, ReadOnlyMemory<byte> validity) =>
        new(Field, count) { NullCount = nulls, Validity = validity, Data = Pack(_values.AsSpan(0, count), memory) };

    private void AppendNullable(bool? value)
    {
        if (value is { } given) Append(given);
        else PutNull();
    }
}
