using System.Buffers;
using Google.Protobuf;

namespace Runink.Rpc;

internal sealed class ProtobufMarshaller<T> : Marshaller<T>
    where T : class, IMessage<T>, new()
{
    private readonly MessageParser<T> _parser = new(static () => new T());

    public static ProtobufMarshaller<T> Instance { get; } = new();

    public override T Read(in ReadOnlySequence<byte> message) => _parser.ParseFrom(message);

    public override int Measure(T message) => message.CalculateSize();

    public override void Write(T message, IBufferWriter<byte> output) => message.WriteTo(output);
}
