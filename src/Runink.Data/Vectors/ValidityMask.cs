namespace Runink.Data.Vectors;

/// <summary>The engine's bit masks of rows that are not NULL; no mask means that none is.</summary>
internal static class ValidityMask
{
    internal static int Words(int rows) => (rows + 63) / 64;

    internal static bool IsValid(ReadOnlySpan<ulong> mask, int row) => mask.IsEmpty || (mask[row >> 6] >> (row & 63) & 1) != 0;
}
