using System.Buffers;
using Google.Protobuf;

namespace Runink.Rpc;

/// <summary>Reads and writes the messages of one type, for those that are used in both directions.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public abstract class Marshaller<T> : IMessageReader<T>, IMessageWriter<T>
{
    /// <inheritdoc/>
    public abstract T Read(in ReadOnlySequence<byte> message);

    /// <inheritdoc/>
    public abstract int Measure(T message);

    /// <inheritdoc/>
    public abstract void Write(T message, IBufferWriter<byte> output);
}

/// <summary>Ready-made marshallers.</summary>
public static class Marshaller
{
    /// <summary>For messages that protoc made.</summary>
    public static Marshaller<T> Protobuf<T>()
        where T : class, IMessage<T>, new() => ProtobufMarshaller<T>.Instance;
}
