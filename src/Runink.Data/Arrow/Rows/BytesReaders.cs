using System.Text;

namespace Runink.Data.Arrow.Rows;

/// <summary>Reads texts; NULL is null.</summary>
internal sealed class Utf8Reader(RowPlace place, bool isNullable) : ColumnReader<string>(place, isNullable)
{
    internal override Delegate Getter => (Func<string?>)(() => IsNull ? null : Current());

    protected override bool IsTotal => true;

    protected override bool HasValue(int row) => true;

    protected override string Value(int row) => Encoding.UTF8.GetString(Column.Bytes(row));
}

/// <summary>Reads binaries; NULL is null.</summary>
internal sealed class BytesReader(RowPlace place, bool isNullable) : ColumnReader<byte[]>(place, isNullable)
{
    internal override Delegate Getter => (Func<byte[]?>)(() => IsNull ? null : Current());

    protected override bool IsTotal => true;

    protected override bool HasValue(int row) => true;

    protected override byte[] Value(int row) => Column.Bytes(row).ToArray();
}
