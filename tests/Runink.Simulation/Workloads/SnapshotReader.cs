using System.Buffers.Binary;

namespace Runink.Simulation;

/// <summary>Reads what <see cref="SnapshotWriter"/> wrote, and believes none of it.</summary>
internal ref struct SnapshotReader(ReadOnlySpan<byte> bytes)
{
    private ReadOnlySpan<byte> _rest = bytes;

    public long Next()
    {
        if (_rest.Length < sizeof(long)) throw new FormatException("the snapshot ends too early");
        var value = BinaryPrimitives.ReadInt64LittleEndian(_rest);
        _rest = _rest[sizeof(long)..];
        return value;
    }

    /// <summary>A number from -1, which ends a list, to below the bound.</summary>
    public int NextBelow(int bound)
    {
        var value = Next();
        if (value < -1 || value >= bound) throw new FormatException($"the snapshot names {value}, which is not below {bound}");
        return (int)value;
    }

    public long[] NextList()
    {
        var length = Next();
        if (length < 0 || length > _rest.Length / sizeof(long)) throw new FormatException($"the snapshot has no list of {length}");
        var list = new long[length];
        for (var i = 0; i < list.Length; i++) list[i] = Next();
        return list;
    }

    public readonly void ExpectEnd()
    {
        if (!_rest.IsEmpty) throw new FormatException($"the snapshot has {_rest.Length} bytes too many");
    }
}
