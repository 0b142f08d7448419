using System.Runtime.InteropServices;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Puts two columns of one field behind each other, for dictionaries that grow. Copies both.</summary>
internal static class ColumnConcat
{
    internal static ArrowColumn Join(ArrowColumn first, ArrowColumn second, ArrowLimits limits) =>
        Join(new Part(first, 0, first.Length), new Part(second, 0, second.Length), limits);

    private static ArrowColumn Join(Part first, Part second, ArrowLimits limits)
    {
        RequireRoom((long)first.Count + second.Count, limits);
        var field = first.Column.Field;
        var (count, layout) = (first.Count + second.Count, field.Stored.Layout);
        var (data, offsets, children) = layout switch
        {
            ColumnLayout.Bits => (Bits(first, second), default, []),
            ColumnLayout.Fixed => (Bytes(first.Bytes, second.Bytes, limits), default, []),
            ColumnLayout.Bytes or ColumnLayout.LargeBytes =>
                (Bytes(first.Bytes, second.Bytes, limits), Offsets(first, second, limits), []),
            ColumnLayout.List or ColumnLayout.LargeList => (default, Offsets(first, second, limits), Children(first, second, limits)),
            _ => (default(ReadOnlyMemory<byte>), default(ReadOnlyMemory<byte>), Children(first, second, limits)),
        };
        var validity = layout == ColumnLayout.Nothing ? default : Validity(first, second);
        var nulls = validity.IsEmpty ? 0 : count - BitSpan.Count(validity.Span, count);
        var joined = new ArrowColumn(field, count)
        {
            NullCount = layout == ColumnLayout.Nothing ? count : nulls,
            Validity = nulls == 0 ? default : validity,
            Offsets = offsets,
            Data = data,
            Children = children,
            Dictionary = second.Column.Dictionary,
        };
        // The dictionary inside may have been replaced since the first part came; if it only grew, both parts still hold.
        if (joined.Dictionary is { } inner && !DictionaryPlaces.Hold(joined, inner.Length))
            throw new ArrowFormatException($"the dictionary of \"{joined.Field.Name}\" grows, and the one inside was replaced");
        return joined;
    }

    private static ArrowColumn[] Children(Part first, Part second, ArrowLimits limits) =>
        [.. first.Column.Children.Zip(second.Column.Children, (one, other) => Join(first.Of(one), second.Of(other), limits))];

    private static ReadOnlyMemory<byte> Validity(Part first, Part second)
    {
        if (first.Column.NullCount + second.Column.NullCount == 0) return default;
        var bits = new byte[BitSpan.Bytes((long)first.Count + second.Count)];
        Mark(first, bits, 0);
        Mark(second, bits, first.Count);
        return bits;

        static void Mark(Part part, Span<byte> target, int to)
        {
            if (part.Column.NullCount > 0) BitSpan.Copy(part.Column.Validity.Span, part.Start, target, to, part.Count);
            else BitSpan.Set(target, to, part.Count);
        }
    }

    private static byte[] Bits(Part first, Part second)
    {
        var bits = new byte[BitSpan.Bytes((long)first.Count + second.Count)];
        BitSpan.Copy(first.Column.Data.Span, first.Start, bits, 0, first.Count);
        BitSpan.Copy(second.Column.Data.Span, second.Start, bits, first.Count, second.Count);
        return bits;
    }

    private static Memory<byte> Bytes(ReadOnlyMemory<byte> first, ReadOnlyMemory<byte> second, ArrowLimits limits)
    {
        RequireRoom((long)first.Length + second.Length, limits);
        // Pinned, like all that may be lent to the engine.
        var bytes = new Block(first.Length + second.Length).Memory;
        first.CopyTo(bytes);
        second.CopyTo(bytes[first.Length..]);
        return bytes;
    }

    private static ReadOnlyMemory<byte> Offsets(Part first, Part second, ArrowLimits limits)
    {
        var isLarge = first.Column.Field.Type.Layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList;
        var width = isLarge ? 8 : 4;
        var count = first.Count + second.Count;
        RequireRoom((count + 1L) * width, limits);
        var bytes = new byte[(count + 1) * width];
        var (begin, end) = first.Extent;
        var shift = end - begin - second.Extent.Begin;
        for (var row = 0; row <= count; row++)
        {
            var offset = row < first.Count
                ? first.Column.Offset(first.Start + row) - begin
                : second.Column.Offset(second.Start + row - first.Count) + shift;
            if (isLarge) MemoryMarshal.Cast<byte, long>(bytes.AsSpan())[row] = offset;
            else MemoryMarshal.Cast<byte, int>(bytes.AsSpan())[row] = offset;
        }
        return bytes;
    }

    private static void RequireRoom(long count, ArrowLimits limits)
    {
        if (count > limits.MaxBodyBytes)
            throw new ArrowFormatException($"a dictionary grows beyond the limit of {limits.MaxBodyBytes} bytes");
    }

    /// <summary>Values of a column that follow each other.</summary>
    private readonly record struct Part(ArrowColumn Column, int Start, int Count)
    {
        /// <summary>
        /// Where its offsets begin and end in what they point into, which may hold more on both sides: writers pad their buffers.
        /// </summary>
        internal (int Begin, int End) Extent => (Column.Offset(Start), Column.Offset(Start + Count));

        /// <summary>The bytes of its values.</summary>
        internal ReadOnlyMemory<byte> Bytes => Column.Field.Stored.Layout == ColumnLayout.Fixed
            ? Column.Data.Slice(Start * Column.Field.Stored.Width, Count * Column.Field.Stored.Width)
            : Column.Data[Extent.Begin..Extent.End];

        /// <summary>What of a child belongs to its values.</summary>
        internal Part Of(ArrowColumn child) => Column.Field.Type switch
        {
            ArrowType.FixedList list => new(child, Start * list.Size, Count * list.Size),
            ArrowType.List or ArrowType.Map => new(child, Extent.Begin, Extent.End - Extent.Begin),
            _ => new(child, Start, Count),
        };
    }
}
