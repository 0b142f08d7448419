using System.Buffers;
using System.Buffers.Binary;

namespace Runink.Simulation;

/// <summary>Writes a snapshot as numbers of eight bytes.</summary>
internal sealed class SnapshotWriter
{
    private readonly ArrayBufferWriter<byte> _bytes = new(1024);

    public void Add(long value)
    {
        BinaryPrimitives.WriteInt64LittleEndian(_bytes.GetSpan(sizeof(long)), value);
        _bytes.Advance(sizeof(long));
    }

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
