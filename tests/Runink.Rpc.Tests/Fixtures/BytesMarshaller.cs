using System.Buffers;

namespace Runink.Rpc.Fixtures;

/// <summary>Messages that are their bytes; those that begin with 0xFF are not messages.</summary>
internal sealed class BytesMarshaller : Marshaller<byte[]>
{
    public static BytesMarshaller Instance { get; } = new();

    public override byte[] Read(in ReadOnlySequence<byte> message)
    {
        var bytes = message.ToArray();
        return bytes is [0xFF, ..] ? throw new FormatException("begins with 0xFF") : bytes;
    }

    public override int Measure(byte[] message) => message.Length;

    public override void Write(byte[] message, IBufferWriter<byte> output) => output.Write(message);
}
