using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes values of a fixed width: as they are, or through a conversion, which sees zero instead of a NULL.</summary>
internal sealed unsafe class FixedFiller(int sourceWidth, int targetWidth, ValueConversion? conversion = null) : ColumnFiller
{
    private const int Step = 1024;
    private readonly byte[] _source = conversion is null ? [] : new byte[Step * sourceWidth];

    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
        var source = column.Data.Span.Slice(start * sourceWidth, count * sourceWidth);
        var target = new Span<byte>(DuckDb.duckdb_vector_get_data(vector), count * targetWidth);
        if (conversion is null)
        {
            source.CopyTo(target);
            return;
        }
        for (var at = 0; at < count; at += Step)
        {
            var rows = Math.Min(Step, count - at);
            var values = source.Slice(at * sourceWidth, rows * sourceWidth);
            if (mask is not null) values = WithoutNulls(values, at, rows, mask);
            conversion(values, target.Slice(at * targetWidth, rows * targetWidth), column.Field.Name);
        }
    }

    private Span<byte> WithoutNulls(ReadOnlySpan<byte> values, int at, int rows, ulong* mask)
    {
        var copy = _source.AsSpan(0, values.Length);
        values.CopyTo(copy);
        for (var row = 0; row < rows; row++)
        {
            if (!IsValid(mask, at + row)) copy.Slice(row * sourceWidth, sourceWidth).Clear();
        }
        return copy;
    }
}
