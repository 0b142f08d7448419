namespace Runink.Data.Arrow.Rows;

/// <summary>Reads booleans.</summary>
internal sealed class BoolReader(RowPlace place, bool isNullable) : ColumnReader<bool>(place, isNullable)
{
    private readonly bool _isNullable = isNullable;

    internal override Delegate Getter => _isNullable ? (Func<bool?>)(() => IsNull ? null : Current()) : (Func<bool>)Current;

    protected override bool IsTotal => true;

    protected override bool HasValue(int row) => true;

    protected override bool Value(int row) => Column.Bit(row);
}
