using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow;

/// <summary>
/// One column of a <see cref="RecordBatch"/>, as Arrow lays it out. Reading copies nothing; all of it is valid as long as its
/// batch. Thread-safe for readers.
/// </summary>
public sealed class ArrowColumn
{
    private static readonly byte[] ZeroOffset = new byte[8];

    internal ArrowColumn(ArrowField field, int length)
    {
        Field = field;
        Length = length;
        NullCount = field.Stored.Layout == ColumnLayout.Nothing ? length : 0;
        Offsets = ZeroOffset;
    }

    /// <summary>Its name and type.</summary>
    public ArrowField Field { get; }

    /// <summary>The number of values.</summary>
    public int Length { get; }

    /// <summary>How many of them are NULL.</summary>
    public int NullCount { get; internal init; }

    /// <summary>One bit per value, the lowest first, set when it is not NULL; empty when none is NULL.</summary>
    public ReadOnlyMemory<byte> Validity { get; internal init; }

    /// <summary>Where each value begins and the last one ends, for texts, bytes, lists and maps.</summary>
    public ReadOnlyMemory<byte> Offsets { get; internal init; }

    /// <summary>The values, or the bytes that the offsets point into.</summary>
    public ReadOnlyMemory<byte> Data { get; internal init; }

    /// <summary>The columns inside a list, struct or map.</summary>
    public IReadOnlyList<ArrowColumn> Children { get; internal init; } = [];

    /// <summary>The values that the places of a dictionary column point to.</summary>
    public ArrowColumn? Dictionary { get; internal init; }

    /// <summary>Whether a value is NULL.</summary>
    public bool IsNull(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length);
        if (NullCount == 0) return false;
        return Validity.IsEmpty || !BitSpan.Get(Validity.Span, row);
    }

    /// <summary>
    /// The stored values of a fixed width, or for a dictionary column the places; what stands at a NULL means nothing.
    /// <typeparamref name="T"/> has the width of the type: <c>int</c> for days, <c>long</c> for timestamps, <see cref="Int128"/>
    /// for decimals of 128 bits.
    /// </summary>
    public ReadOnlySpan<T> Values<T>()
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(Data.Span)[..Length];

    /// <summary>A value of a column of booleans.</summary>
    public bool Bit(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length);
        return BitSpan.Get(Data.Span, row);
    }

    /// <summary>The bytes of a text, a binary or a fixed-width value.</summary>
    public ReadOnlySpan<byte> Bytes(int row)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)row, (uint)Length);
        var width = Field.Stored.Width;
        if (width > 0 || Field.Stored.Layout == ColumnLayout.Fixed) return Data.Span.Slice(row * width, width);
        var start = Offset(row);
        return Data.Span[start..Offset(row + 1)];
    }

    /// <summary>Where a value begins in the bytes or in the child; the place behind the last value is where it ends.</summary>
    public int Offset(int row) => Field.Stored.Layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList
        ? (int)BinaryPrimitives.ReadInt64LittleEndian(Offsets.Span[(row * 8)..])
        : BinaryPrimitives.ReadInt32LittleEndian(Offsets.Span[(row * 4)..]);
}
