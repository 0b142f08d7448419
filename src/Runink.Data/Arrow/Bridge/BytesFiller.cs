using System.Runtime.InteropServices;
using System.Text.Unicode;
using Runink.Data.Arrow.Ipc;
using Runink.Data.Native;
using Runink.Data.Vectors;

namespace Runink.Data.Arrow.Bridge;

/// <summary>
/// Writes texts and binaries, also those of a dictionary: short ones into the vector, of long ones the address, which is pinned.
/// </summary>
internal sealed unsafe class BytesFiller(bool isText) : ColumnFiller
{
    private ArrowColumn? _checkedDictionary;

    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
        var target = new StringColumnWriter((StringLayout*)DuckDb.duckdb_vector_get_data(vector), count);
        if (column.Dictionary is { } dictionary) FillFrom(dictionary, column, start, vector, target, count, mask);
        else if (column.Field.Type.Layout == ColumnLayout.Fixed) FillFixed(column, start, count, target);
        else FillPlain(column, start, count, target, mask);
    }

    private void FillPlain(ArrowColumn column, int start, int count, StringColumnWriter target, ulong* mask)
    {
        if (isText) RequireUtf8(column, start, count, mask);
        fixed (byte* data = column.Data.Span)
        {
            if (column.Field.Type.Layout == ColumnLayout.LargeBytes)
            {
                var large = MemoryMarshal.Cast<byte, long>(column.Offsets.Span).Slice(start, count + 1);
                for (var row = 0; row < count; row++) target.Set(row, data + large[row], (int)(large[row + 1] - large[row]));
            }
            else
            {
                var offsets = MemoryMarshal.Cast<byte, int>(column.Offsets.Span).Slice(start, count + 1);
                for (var row = 0; row < count; row++) target.Set(row, data + offsets[row], offsets[row + 1] - offsets[row]);
            }
            // What stands at a NULL was not checked, and must not reach the engine.
            for (var row = 0; row < count && mask is not null; row++)
            {
                if (!IsValid(mask, row)) target.Set(row, data, 0);
            }
        }
    }

    private static void FillFixed(ArrowColumn column, int start, int count, StringColumnWriter target)
    {
        var width = column.Field.Type.Width;
        fixed (byte* data = column.Data.Span)
        {
            for (var row = 0; row < count; row++) target.Set(row, data + (long)(start + row) * width, width);
        }
    }

    private void FillFrom(
        ArrowColumn dictionary, ArrowColumn column, int start, nint vector, StringColumnWriter target, int count, ulong* mask)
    {
        if (isText && !ReferenceEquals(_checkedDictionary, dictionary)) RequireUtf8(dictionary, 0, dictionary.Length, mask: null);
        _checkedDictionary = dictionary;
        var places = new int[count];
        DictionaryPlaces.Copy(column, start, places);
        fixed (byte* data = dictionary.Data.Span)
        {
            for (var row = 0; row < count; row++)
            {
                // What stands at a NULL may point anywhere.
                var isValid = IsValid(mask, row);
                if (isValid && !dictionary.IsNull(places[row]))
                {
                    var (from, length) = Range(dictionary, places[row]);
                    target.Set(row, data + from, length);
                    continue;
                }
                if (isValid) MakeNull(vector, row);
                target.Set(row, data, 0);
            }
        }
    }

    private static (int From, int Length) Range(ArrowColumn values, int at)
    {
        if (values.Field.Type is ArrowType.FixedBinary { Bytes: var width }) return (at * width, width);
        var from = values.Offset(at);
        return (from, values.Offset(at + 1) - from);
    }

    /// <summary>A value of a dictionary may itself be NULL.</summary>
    private static void MakeNull(nint vector, int row)
    {
        DuckDb.duckdb_vector_ensure_validity_writable(vector);
        DuckDb.duckdb_vector_get_validity(vector)[row >> 6] &= ~(1UL << (row & 63));
    }

    /// <summary>
    /// All bytes together are valid and no text begins inside a character: then each is valid. Otherwise they are looked at one
    /// by one, since what stands at a NULL may be anything.
    /// </summary>
    private static void RequireUtf8(ArrowColumn column, int start, int count, ulong* mask)
    {
        if (count == 0) return;
        var first = column.Offset(start);
        var bytes = column.Data.Span[first..column.Offset(start + count)];
        if (Utf8.IsValid(bytes) && BeginWithCharacters(column, start, count, bytes, first)) return;
        for (var row = 0; row < count; row++)
        {
            if (IsValid(mask, row) && !column.IsNull(start + row) && !Utf8.IsValid(column.Bytes(start + row)))
                throw new ArrowFormatException($"row {start + row} of the column \"{column.Field.Name}\" is not valid UTF-8");
        }
    }

    private static bool BeginWithCharacters(ArrowColumn column, int start, int count, ReadOnlySpan<byte> bytes, int first)
    {
        if (column.Field.Type.Layout == ColumnLayout.LargeBytes)
        {
            foreach (var offset in MemoryMarshal.Cast<byte, long>(column.Offsets.Span).Slice(start, count))
            {
                if (offset - first < bytes.Length && (bytes[(int)offset - first] & 0xC0) == 0x80) return false;
            }
            return true;
        }
        foreach (var offset in MemoryMarshal.Cast<byte, int>(column.Offsets.Span).Slice(start, count))
        {
            if (offset - first < bytes.Length && (bytes[offset - first] & 0xC0) == 0x80) return false;
        }
        return true;
    }
}
