namespace Runink.Execution.Sources.Csv;

/// <summary>How the columns that are wanted lie in one file. Files of a dataset may differ.</summary>
/// <param name="FieldCount">Fields that each record must have.</param>
/// <param name="Fields">For each wanted column the index of its field, from 0, or <see cref="Missing"/>; no field twice.</param>
/// <param name="Offset">First byte of the first record: 0, or behind the header.</param>
/// <param name="Line">Physical line of that byte.</param>
public sealed record CsvLayout(int FieldCount, IReadOnlyList<int> Fields, long Offset = 0, long Line = 1)
{
    /// <summary>The index of a column that the file does not have: its values are null.</summary>
    public const int Missing = -1;
}
