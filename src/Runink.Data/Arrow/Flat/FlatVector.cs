using System.Buffers.Binary;

namespace Runink.Data.Arrow.Flat;

/// <summary>A vector of FlatBuffers whose bytes are known to be there.</summary>
internal readonly ref struct FlatVector(ReadOnlySpan<byte> bytes, int start, int count, int elementBytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;

    internal int Count { get; } = count;

    /// <summary>The elements as bytes.</summary>
    internal ReadOnlySpan<byte> All => _bytes.Slice(start, Count * elementBytes);

    /// <summary>The table that an element refers to.</summary>
    internal FlatTable Table(int index) => FlatTable.Referenced(_bytes, start + index * elementBytes);

    /// <summary>A number inside an element.</summary>
    internal long Int64(int index, int offset) => BinaryPrimitives.ReadInt64LittleEndian(Element(index)[offset..]);

    /// <summary>A number inside an element.</summary>
    internal int Int32(int index, int offset) => BinaryPrimitives.ReadInt32LittleEndian(Element(index)[offset..]);

    private ReadOnlySpan<byte> Element(int index) => All.Slice(index * elementBytes, elementBytes);
}
