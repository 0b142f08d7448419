using Runink.Data.Arrow.Memory;
using Runink.Data.Native;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes booleans: a byte for each bit.</summary>
internal sealed unsafe class BoolFiller : ColumnFiller
{
    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask) =>
        BitSpan.Unpack(column.Data.Span, start, new Span<byte>(DuckDb.duckdb_vector_get_data(vector), count));
}
