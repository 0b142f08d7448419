namespace Runink.Execution.Sources.Csv;

/// <summary>Where the values of one field of the file go; without cells the field is not wanted.</summary>
internal unsafe struct FieldSlot
{
    public StringCell* Cells;
    public ulong* Validity;

    public readonly void SetNull(int row)
    {
        if (Cells == null) return;
        Cells[row] = default;
        Validity[row >> 6] &= ~(1UL << row);
    }
}
