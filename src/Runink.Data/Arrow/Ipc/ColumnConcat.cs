using System.Runtime.InteropServices;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>Puts two columns of one field behind each other, for dictionaries that grow. Copies both.</summary>
internal static class ColumnConcat
{
    internal static ArrowColumn Join(ArrowColumn first, ArrowColumn second, ArrowLimits limits)
    {
        RequireRoom((long)first.Length + second.Length, limits);
        var layout = first.Field.Stored.Layout;
        var (data, offsets, children) = layout switch
        {
            ColumnLayout.Bits => (Bits(first.Data, first.Length, second.Data, second.Length), default, []),
            ColumnLayout.Fixed => (Bytes(first.Data, second.Data, limits), default, []),
            ColumnLayout.Bytes or ColumnLayout.LargeBytes =>
                (Bytes(first.Data, second.Data, limits), Offsets(first, second, first.Data.Length, limits), []),
            ColumnLayout.List or ColumnLayout.LargeList =>
                (default, Offsets(first, second, first.Children[0].Length, limits), Children(first, second, limits)),
            _ => (default(ReadOnlyMemory<byte>), default(ReadOnlyMemory<byte>), Children(first, second, limits)),
        };
        var joined = new ArrowColumn(first.Field, first.Length + second.Length)
        {
            NullCount = first.NullCount + second.NullCount,
            Validity = layout == ColumnLayout.Nothing ? default : Validity(first, second),
            Offsets = offsets,
            Data = data,
            Children = children,
            Dictionary = second.Dictionary,
        };
        // The dictionary inside may have been replaced since the first part came; if it only grew, both parts still hold.
        if (joined.Dictionary is { } inner && !DictionaryPlaces.Hold(joined, inner.Length))
            throw new ArrowFormatException($"the dictionary of \"{joined.Field.Name}\" grows, and the one inside was replaced");
        return joined;
    }

    private static ArrowColumn[] Children(ArrowColumn first, ArrowColumn second, ArrowLimits limits) =>
        [.. first.Children.Zip(second.Children, (one, other) => Join(one, other, limits))];

    private static ReadOnlyMemory<byte> Validity(ArrowColumn first, ArrowColumn second)
    {
        if (first.NullCount + second.NullCount == 0) return default;
        return Bits(AllSet(first), first.Length, AllSet(second), second.Length);

        static ReadOnlyMemory<byte> AllSet(ArrowColumn column)
        {
            if (column.NullCount > 0) return column.Validity;
            var bits = new byte[BitSpan.Bytes(column.Length)];
            BitSpan.Set(bits, 0, column.Length);
            return bits;
        }
    }

    private static byte[] Bits(ReadOnlyMemory<byte> first, int firstCount, ReadOnlyMemory<byte> second, int secondCount)
    {
        var bits = new byte[BitSpan.Bytes((long)firstCount + secondCount)];
        BitSpan.Copy(first.Span, 0, bits, 0, firstCount);
        BitSpan.Copy(second.Span, 0, bits, firstCount, secondCount);
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

    private static ReadOnlyMemory<byte> Offsets(ArrowColumn first, ArrowColumn second, int shift, ArrowLimits limits)
    {
        var isLarge = first.Field.Type.Layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList;
        var width = isLarge ? 8 : 4;
        RequireRoom((first.Length + (long)second.Length + 1) * width, limits);
        var bytes = new byte[(first.Length + second.Length + 1) * width];
        for (var row = 0; row <= first.Length + second.Length; row++)
        {
            var offset = row < first.Length ? first.Offset(row) : second.Offset(row - first.Length) + shift;
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
}
