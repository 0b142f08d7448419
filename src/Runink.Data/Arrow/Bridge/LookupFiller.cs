using Runink.Data.Arrow.Ipc;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Bridge;

/// <summary>Writes values of a fixed width out of a dictionary: looks them up, and leaves the rest to the plain filler.</summary>
internal sealed unsafe class LookupFiller(ColumnFiller plain) : ColumnFiller
{
    protected override void FillValues(ArrowColumn column, int start, int count, nint vector, ulong* mask)
    {
        var values = column.Dictionary!;
        var width = values.Field.Type.Width;
        var data = new byte[count * width];
        var validity = new byte[BitSpan.Bytes(count)];
        var places = new int[count];
        DictionaryPlaces.Copy(column, start, places);
        var nulls = 0;
        for (var row = 0; row < count; row++)
        {
            // What stands at a NULL may point anywhere.
            var at = IsValid(mask, row) ? places[row] : -1;
            if (at < 0 || values.IsNull(at))
            {
                nulls++;
                continue;
            }
            validity[row >> 3] |= (byte)(1 << (row & 7));
            values.Data.Span.Slice(at * width, width).CopyTo(data.AsSpan(row * width));
        }
        var looked = new ArrowColumn(values.Field, count)
        {
            NullCount = nulls,
            Validity = nulls == 0 ? default : validity,
            Data = data,
        };
        // The mask, with what is NULL around the values, went into this one.
        plain.Fill(looked, 0, count, vector, outer: null);
    }
}
