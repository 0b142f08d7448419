namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes a column of NULLs: the mask says all.</summary>
internal sealed unsafe class NullFiller : ColumnFiller
{
    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
    }
}
