using System.Buffers;
using Google.Protobuf;

namespace Runink.Rpc;

/// <summary>Reads and writes the messages of one type. Used by many calls at once.</summary>
/// <typeparam name="T">The type of the messages.</typeparam>
public abstract class Marshaller<T>
{
    /// <summary>Reads a message. The bytes are lent for the call only: what is kept of them must be copied.</summary>
    /// <param name="message">The whole message, and nothing else.</param>
    /// <returns>The message; any exception says that the bytes are none.</returns>
    public abstract T Read(in ReadOnlySequence<byte> message);

    /// <summary>Exactly how many bytes <see cref="Write"/> will write.</summary>
    public abstract int Measure(T message);

    /// <summary>Writes the message. Called after <see cref="Measure"/>, with no change of the message in between.</summary>
    public abstract void Write(T message, IBufferWriter<byte> output);
}

/// <summary>Ready-made marshallers.</summary>
public static class Marshaller
{
    /// <summary>For messages that protoc made.</summary>
    public static Marshaller<T> Protobuf<T>()
        where T : class, IMessage<T>, new() => ProtobufMarshaller<T>.Instance;
}
