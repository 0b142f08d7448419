using Runink.Data.Arrow.Memory;

namespace Runink.Data.Arrow.Ipc;

/// <summary>The nodes and buffers of a batch in the order of the format, and how long they will be. Used again.</summary>
internal sealed class BodyPlan
{
    private readonly List<(long Length, long Nulls)> _nodes = [];
    private readonly List<ReadOnlyMemory<byte>> _buffers = [];

    internal IReadOnlyList<(long Length, long Nulls)> Nodes => _nodes;

    internal IReadOnlyList<ReadOnlyMemory<byte>> Buffers => _buffers;

    /// <summary>The bytes of the body, with what lies between the buffers.</summary>
    internal long Bytes { get; private set; }

    internal void Clear()
    {
        _nodes.Clear();
        _buffers.Clear();
        Bytes = 0;
    }

    internal void Add(ArrowColumn column)
    {
        _nodes.Add((column.Length, column.NullCount));
        var layout = column.Field.Stored.Layout;
        if (layout == ColumnLayout.Nothing) return;
        Add(column.NullCount == 0 ? default : column.Validity[..BitSpan.Bytes(column.Length)]);
        if (layout is ColumnLayout.Bytes or ColumnLayout.List) Add(column.Offsets[..((column.Length + 1) * 4)]);
        if (layout is ColumnLayout.LargeBytes or ColumnLayout.LargeList) Add(column.Offsets[..((column.Length + 1) * 8)]);
        if (layout is ColumnLayout.Bits or ColumnLayout.Fixed) Add(column.Data);
        if (layout is ColumnLayout.Bytes or ColumnLayout.LargeBytes) Add(column.Data[..column.Offset(column.Length)]);
        // A dictionary column has its places here and its values in a message of their own.
        if (column.Field.Dictionary is not null) return;
        foreach (var child in column.Children) Add(child);
    }

    internal static long Padded(long bytes) => (bytes + GatheringOutput.Alignment - 1) & -GatheringOutput.Alignment;

    private void Add(ReadOnlyMemory<byte> buffer)
    {
        _buffers.Add(buffer);
        Bytes += Padded(buffer.Length);
    }
}
