namespace Runink.Execution.Validation;

/// <summary>
/// A record's place in its source as one sortable number, so that "first in source order" is a comparison: the file's number in
/// the upper bits, the record's number in the lower.
/// </summary>
internal static class RecordPosition
{
    /// <summary>Bits for the record number: a file may hold 2^40 records.</summary>
    public const int RecordBits = 40;

    /// <summary>The position of record <paramref name="record"/> (from 1) of file <paramref name="file"/> (from 0).</summary>
    public static long Of(int file, long record) => ((long)file << RecordBits) | record;

    /// <summary>Number of the file, from 0.</summary>
    public static int File(long position) => (int)(position >> RecordBits);

    /// <summary>Number of the record in its file, from 1.</summary>
    public static long Record(long position) => position & ((1L << RecordBits) - 1);
}
