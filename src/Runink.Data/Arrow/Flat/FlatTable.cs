using System.Buffers.Binary;
using System.Text;

namespace Runink.Data.Arrow.Flat;

/// <summary>
/// A table of FlatBuffers, read in place. Every offset is checked before it is followed, and references only lead forward, so
/// no input can make a reader leave the bytes or go in circles.
/// </summary>
internal readonly ref struct FlatTable
{
    private readonly ReadOnlySpan<byte> _bytes;
    private readonly int _table;
    private readonly int _vtable;
    private readonly int _slotsEnd;

    private FlatTable(ReadOnlySpan<byte> bytes, int table)
    {
        _bytes = bytes;
        _table = table;
        var vtable = table - (long)BinaryPrimitives.ReadInt32LittleEndian(Take(bytes, table, 4));
        var size = BinaryPrimitives.ReadUInt16LittleEndian(Take(bytes, vtable, 2));
        if (size < 4) throw Broken("a table without a head", vtable);
        Take(bytes, vtable, size);
        _vtable = (int)vtable;
        _slotsEnd = (int)vtable + size;
    }

    /// <summary>The table that the bytes begin with a reference to.</summary>
    internal static FlatTable Root(ReadOnlySpan<byte> bytes) => new(bytes, Follow(bytes, 0));

    internal bool Bool(int slot) => Byte(slot) != 0;

    internal byte Byte(int slot, byte otherwise = 0) => At(slot) is > 0 and var at ? Take(_bytes, at, 1)[0] : otherwise;

    internal short Int16(int slot, short otherwise = 0) =>
        At(slot) is > 0 and var at ? BinaryPrimitives.ReadInt16LittleEndian(Take(_bytes, at, 2)) : otherwise;

    internal int Int32(int slot, int otherwise = 0) =>
        At(slot) is > 0 and var at ? BinaryPrimitives.ReadInt32LittleEndian(Take(_bytes, at, 4)) : otherwise;

    internal long Int64(int slot) =>
        At(slot) is > 0 and var at ? BinaryPrimitives.ReadInt64LittleEndian(Take(_bytes, at, 8)) : 0;

    /// <summary>The table in a slot; an error when there is none.</summary>
    internal FlatTable Table(int slot, string what) =>
        Has(slot)
            ? new FlatTable(_bytes, Follow(_bytes, At(slot)))
            : throw new ArrowFormatException($"the metadata has no {what}");

    internal bool Has(int slot) => At(slot) > 0;

    /// <summary>The vector in a slot, whose elements have so many bytes; empty when there is none.</summary>
    internal FlatVector Vector(int slot, int elementBytes)
    {
        if (!Has(slot)) return default;
        var start = Follow(_bytes, At(slot));
        var count = BinaryPrimitives.ReadUInt32LittleEndian(Take(_bytes, start, 4));
        Take(_bytes, start + 4L, count * (long)elementBytes);
        return new FlatVector(_bytes, start + 4, (int)count, elementBytes);
    }

    /// <summary>A text, counted against what texts may take together; null when there is none.</summary>
    internal string? Text(int slot, FlatBudget budget)
    {
        var bytes = Vector(slot, 1);
        if (!Has(slot)) return null;
        budget.TakeText(bytes.Count);
        return Encoding.UTF8.GetString(bytes.All);
    }

    internal static FlatTable Referenced(ReadOnlySpan<byte> bytes, int at) => new(bytes, Follow(bytes, at));

    /// <summary>Where a slot's value stands, or 0 when the writer left it out.</summary>
    private int At(int slot)
    {
        var entry = _vtable + 4 + 2 * slot;
        if (entry + 2 > _slotsEnd) return 0;
        var offset = BinaryPrimitives.ReadUInt16LittleEndian(_bytes[entry..]);
        return offset == 0 ? 0 : _table + offset;
    }

    private static int Follow(ReadOnlySpan<byte> bytes, int at)
    {
        var offset = BinaryPrimitives.ReadUInt32LittleEndian(Take(bytes, at, 4));
        if (offset == 0) throw Broken("a reference to itself", at);
        Take(bytes, at + (long)offset, 4);
        return at + (int)offset;
    }

    private static ReadOnlySpan<byte> Take(ReadOnlySpan<byte> bytes, long at, long count) =>
        at >= 0 && count >= 0 && at + count <= bytes.Length
            ? bytes.Slice((int)at, (int)count)
            : throw Broken($"{count} bytes are looked for outside its {bytes.Length}", at);

    private static ArrowFormatException Broken(string what, long at) => new($"the metadata is damaged at byte {at}: {what}");
}
