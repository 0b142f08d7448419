using System.Buffers.Binary;
using System.Text;

namespace Runink.Data.Arrow.Flat;

/// <summary>
/// Writes FlatBuffers from front to back: a table first, then what it refers to, since references lead forward. Used again
/// for the next message. For one thread.
/// </summary>
internal sealed class FlatWriter
{
    private byte[] _bytes = new byte[4096];
    private int _length;

    /// <summary>What was written, filled up to a multiple of eight bytes.</summary>
    internal ReadOnlyMemory<byte> Written
    {
        get
        {
            Align(8);
            return _bytes.AsMemory(0, _length);
        }
    }

    /// <summary>Begins anew, with room for the reference to the root.</summary>
    internal void Clear()
    {
        _length = 0;
        Reserve(4);
    }

    internal void SetRoot(int table) => Write(0, table, 4);

    /// <summary>Writes a table and returns its place. Slots left out have their default for whoever reads.</summary>
    internal int Table(ReadOnlySpan<FlatSlot> slots)
    {
        var count = 0;
        foreach (var slot in slots) count = Math.Max(count, slot.Slot + 1);
        var head = 4 + 2 * count;
        Align(2);
        var table = _length + head + 7 & ~7;
        var vtable = table - head;
        Reserve(table + 4 - _length);
        foreach (var slot in slots)
        {
            Align(slot.Bytes);
            var at = Reserve(slot.Bytes);
            Write(at, slot.Value, slot.Bytes);
            Write(vtable + 4 + 2 * slot.Slot, at - table, 2);
        }
        Write(vtable, head, 2);
        Write(vtable + 2, _length - table, 2);
        Write(table, table - vtable, 4);
        return table;
    }

    /// <summary>Lets a table's slot refer to what stands behind it.</summary>
    internal void Refer(int table, int slot, int target)
    {
        var at = At(table, slot);
        Write(at, target - at, 4);
    }

    /// <summary>Fills a slot of one byte whose value was not known yet.</summary>
    internal void SetByte(int table, int slot, byte value) => _bytes[At(table, slot)] = value;

    /// <summary>Writes a vector of zeros and returns its place; <see cref="Element"/> fills it.</summary>
    internal int Vector(int count, int elementBytes, int alignment = 4)
    {
        Align(4);
        while ((_length + 4) % alignment != 0) Reserve(4);
        var vector = Reserve(checked(4 + count * elementBytes));
        Write(vector, count, 4);
        return vector;
    }

    internal Span<byte> Element(int vector, int index, int elementBytes) =>
        _bytes.AsSpan(vector + 4 + index * elementBytes, elementBytes);

    /// <summary>Lets an element of a vector of references refer to what stands behind it.</summary>
    internal void ReferElement(int vector, int index, int target)
    {
        var at = vector + 4 + index * 4;
        Write(at, target - at, 4);
    }

    internal int Text(string text)
    {
        Align(4);
        var count = Encoding.UTF8.GetByteCount(text);
        var at = Reserve(checked(4 + count + 1));
        Write(at, count, 4);
        Encoding.UTF8.GetBytes(text, _bytes.AsSpan(at + 4));
        return at;
    }

    private int At(int table, int slot)
    {
        var vtable = table - BinaryPrimitives.ReadInt32LittleEndian(_bytes.AsSpan(table));
        return table + BinaryPrimitives.ReadUInt16LittleEndian(_bytes.AsSpan(vtable + 4 + 2 * slot));
    }

    private void Align(int bytes) => Reserve(-_length & (bytes - 1));

    private int Reserve(int bytes)
    {
        var at = _length;
        if (_bytes.Length - at < bytes) Array.Resize(ref _bytes, Math.Max(_bytes.Length * 2, checked(at + bytes)));
        _bytes.AsSpan(at, bytes).Clear();
        _length += bytes;
        return at;
    }

    private void Write(int at, long value, int bytes)
    {
        for (var i = 0; i < bytes; i++) _bytes[at + i] = (byte)(value >> (8 * i));
    }
}
